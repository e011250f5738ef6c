using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Vision.Tests.Decoding;

/// <summary>Hand-made outputs for decoders.</summary>
internal static class Outputs
{
    public static TensorShape Shape(string name, params int[] sizes) => new(name, "Float", sizes);

    public static unsafe Candidate[] Decode(IDetectionDecoder decoder, float threshold, params (float[] Values, int[] Sizes)[] tensors)
    {
        List<NativeBuffer> buffers = [];
        try
        {
            OutputTensor[] outputs = new OutputTensor[tensors.Length];
            for (int i = 0; i < tensors.Length; i++)
            {
                NativeBuffer buffer = new(Math.Max(tensors[i].Values.Length, 1) * sizeof(float));
                buffers.Add(buffer);
                tensors[i].Values.CopyTo(new Span<float>((void*)buffer.Address, tensors[i].Values.Length));
                outputs[i] = new OutputTensor((float*)buffer.Address, tensors[i].Sizes);
            }

            CandidateList candidates = new(1000);
            decoder.Decode(outputs, threshold, candidates);
            return [.. candidates.Items];
        }
        finally
        {
            buffers.ForEach(buffer => buffer.Dispose());
        }
    }

    public static void AssertCandidate(Candidate actual, float left, float top, float right, float bottom, float score, int classId)
    {
        Assert.Equal(left, actual.Left, 3);
        Assert.Equal(top, actual.Top, 3);
        Assert.Equal(right, actual.Right, 3);
        Assert.Equal(bottom, actual.Bottom, 3);
        Assert.Equal(score, actual.Score, 4);
        Assert.Equal(classId, actual.ClassId);
    }
}
