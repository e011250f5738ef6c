using System.Runtime.Intrinsics;

namespace Edge.Vision.Decoding;

/// <summary>The best of a row of class scores.</summary>
internal static unsafe class ClassScores
{
    /// <summary>Index and value of the largest of <paramref name="count"/> scores; the first one of equals; NaN never wins.</summary>
    public static int Best(float* scores, int count, out float best)
    {
        int index = 0;
        best = float.NegativeInfinity;
        if (Vector128.IsHardwareAccelerated && count >= 8)
        {
            best = LargestByVectors(scores, count);
            for (int i = 0; i < count; i++)
            {
                if (scores[i] == best)
                    return i;
            }
        }

        best = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
        {
            if (scores[i] > best)
                (best, index) = (scores[i], i);
        }

        return index;
    }

    /// <summary>For each of <paramref name="count"/> cells, keeps the larger of its best score so far and that of class <paramref name="classId"/>.</summary>
    public static void Improve(float* scores, int classId, float* best, int* bestClass, int count)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<int> id = Vector256.Create(classId);
            for (; i <= count - 8; i += 8)
            {
                Vector256<float> now = Vector256.Load(scores + i);
                Vector256<float> before = Vector256.Load(best + i);
                Vector256<float> better = Vector256.GreaterThan(now, before);
                Vector256.ConditionalSelect(better, now, before).Store(best + i);
                Vector256.ConditionalSelect(better.AsInt32(), id, Vector256.Load(bestClass + i)).Store(bestClass + i);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Vector128<int> id = Vector128.Create(classId);
            for (; i <= count - 4; i += 4)
            {
                Vector128<float> now = Vector128.Load(scores + i);
                Vector128<float> before = Vector128.Load(best + i);
                Vector128<float> better = Vector128.GreaterThan(now, before);
                Vector128.ConditionalSelect(better, now, before).Store(best + i);
                Vector128.ConditionalSelect(better.AsInt32(), id, Vector128.Load(bestClass + i)).Store(bestClass + i);
            }
        }

        for (; i < count; i++)
        {
            if (scores[i] > best[i])
                (best[i], bestClass[i]) = (scores[i], classId);
        }
    }

    private static float LargestByVectors(float* scores, int count)
    {
        int i = 0;
        Vector128<float> largest = Vector128.Create(float.NegativeInfinity);
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> wide = Vector256.Create(float.NegativeInfinity);
            for (; i <= count - 8; i += 8)
                wide = Vector256.MaxNative(Vector256.Load(scores + i), wide);
            largest = Vector128.MaxNative(wide.GetLower(), wide.GetUpper());
        }

        for (; i <= count - 4; i += 4)
            largest = Vector128.MaxNative(Vector128.Load(scores + i), largest);
        float best = MathF.Max(MathF.Max(largest[0], largest[1]), MathF.Max(largest[2], largest[3]));
        for (; i < count; i++)
        {
            if (scores[i] > best)
                best = scores[i];
        }

        return best;
    }
}
