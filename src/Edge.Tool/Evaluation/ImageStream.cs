using System.Collections.Concurrent;
using Edge.Domain.Frames;
using Edge.Tool.Calibration;
using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Images;

namespace Edge.Tool.Evaluation;

/// <summary>Decodes images on a thread of its own, a few ahead of the one that uses them.</summary>
internal static class ImageStream
{
    private const int Ahead = 3;

    /// <summary>Hands out each image with its pixels, in order; the frame is valid during the call.</summary>
    /// <param name="images">The images.</param>
    /// <param name="report">Told after each.</param>
    /// <param name="use">What is done with each.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="ImageFormatException">A file is no image.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static int Each(IReadOnlyList<LabelledImage> images, StepReport report, Action<LabelledImage, Frame> use)
    {
        using var pool = new FramePool(Ahead + 2);
        using var ready = new BlockingCollection<(LabelledImage Image, Frame Frame)>(Ahead);
        using var stop = new CancellationTokenSource();
        Task reader = Task.Factory.StartNew(() => Read(images, pool, ready, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        int done = 0;
        try
        {
            foreach ((LabelledImage image, Frame frame) in ready.GetConsumingEnumerable())
            {
                using (frame)
                    use(image, frame);
                report("Evaluating", ++done, images.Count);
            }
        }
        finally
        {
            stop.Cancel();
            // Its fault, if it had one, is thrown below.
            ((IAsyncResult)reader).AsyncWaitHandle.WaitOne();
            while (ready.TryTake(out var left))
                left.Frame.Dispose();
        }

        reader.GetAwaiter().GetResult();
        return done;
    }

    private static void Read(IReadOnlyList<LabelledImage> images, FramePool pool, BlockingCollection<(LabelledImage Image, Frame Frame)> ready, CancellationToken stop)
    {
        try
        {
            foreach (LabelledImage image in images)
            {
                Frame frame = ImageCodec.Load(image.ImagePath, pool);
                try
                {
                    ready.Add((image, frame), stop);
                }
                catch (OperationCanceledException)
                {
                    frame.Dispose();
                    return;
                }
            }
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
}
