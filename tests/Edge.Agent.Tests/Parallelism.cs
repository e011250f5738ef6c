// One class at a time: these tests run real cameras, brokers, disks and timers, and what one of them does to the processor is another one's late frame.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
