using System.CommandLine;
using Edge.Contracts.Receipts;
using Edge.Tool.Packs;

namespace Edge.Tool.Receipts;

/// <summary><c>edgectl receipts show</c>: one part's receipt, or the last entries, for people.</summary>
internal static class ReceiptsShowCommand
{
    public static Command Create()
    {
        var receipts = new Argument<string[]>("receipts") { Description = "Files of receipts, a station's folder of them, or a folder above such folders", Arity = ArgumentArity.OneOrMore };
        var part = new Option<Guid?>("--part") { Description = "Id of a part, as its verdict message has it" };
        var last = new Option<int>("--last") { Description = "How many of the last entries", DefaultValueFactory = _ => 10 };
        var command = new Command("show", """
            Prints receipts for people: one part's with everything in it, or the last entries with a line each.
              Hashes and links are checked on the way, signatures are not: see 'receipts verify'. Exit status 0 shown, 1 there is no such part, 2 the chain is broken.
              Example: edgectl receipts show /var/lib/edge/stations/line-1 --part 01970f3a-…
            """)
        {
            receipts, part, last,
        };
        command.SetAction(parsed => BadInput.GuardAsync(cancellation =>
        {
            int most = parsed.GetValue(last);
            if (most is < 1 or > 100_000)
                throw new IOException($"--last is {most}; allowed: 1 to 100000");
            bool isShown = false, isBroken = false;
            foreach (ReceiptFiles chain in ReceiptFiles.Find(parsed.GetValue(receipts)!))
            {
                (IReadOnlyList<ReceiptLine> lines, ReceiptFault? fault) = Select(chain, parsed.GetValue(part), most, cancellation);
                foreach (ReceiptLine line in lines)
                    Console.Write(parsed.GetValue(part) is null ? ReceiptText.Short(line) : ReceiptText.Long(line));
                isShown |= lines.Count > 0;
                isBroken |= fault is not null;
                if (fault is not null)
                    Console.Error.WriteLine($"edgectl: {chain.Name} is broken, and nothing behind it is shown: {fault}");
            }

            if (!isShown && parsed.GetValue(part) is { } id)
                Console.Error.WriteLine($"edgectl: there is no receipt of part {id}");
            return Task.FromResult(isBroken ? ExitStatus.BadInput : isShown ? ExitStatus.Done : ExitStatus.Failed);
        }));
        return command;
    }

    private static (IReadOnlyList<ReceiptLine> Lines, ReceiptFault? Fault) Select(ReceiptFiles chain, Guid? part, int most, CancellationToken cancellation)
    {
        var kept = new Queue<ReceiptLine>();
        var verifier = new ReceiptVerifier(new ReceiptCheck
        {
            HashesOnly = true,
            MayStartInTheMiddle = true,
            OnEntry = line =>
            {
                if (part is not null && PartOf(line.Entry.Receipt) != part)
                    return;
                kept.Enqueue(line);
                if (kept.Count > most)
                    kept.Dequeue();
            },
        });
        foreach (string path in chain.Paths)
        {
            cancellation.ThrowIfCancellationRequested();
            using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            verifier.Add(Path.GetFileName(path), content);
        }

        return ([.. kept], verifier.Finish().Fault);
    }

    private static Guid? PartOf(Receipt receipt) => receipt switch
    {
        PartReceipt part => part.Part,
        GoldenPartReceipt golden => golden.Part,
        _ => null,
    };
}
