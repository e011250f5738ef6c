using System.Runtime.Intrinsics;

namespace Edge.Tool.Teaching;

/// <summary>
/// A few patches that cover many: the farthest patch from those chosen is chosen next (Gonzalez, "Clustering to minimize the maximum
/// intercluster distance", 1985), so that no patch is farther from the chosen ones than twice what the best choice would leave. Exact:
/// patches are kept with the chosen one that is nearest, and by the triangle inequality a new choice can take over only from those that are
/// nearer than twice the farthest patch they hold; the others are not even looked at (Elkan, 2003).
/// </summary>
internal static unsafe class CoreSet
{
    /// <summary>Chooses patches.</summary>
    /// <param name="patches">Patch after patch, a signed byte for each feature.</param>
    /// <param name="features">Features of a patch.</param>
    /// <param name="most">Most patches to choose, 1 or more.</param>
    /// <param name="chosen">Told how many are chosen, now and then.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Their numbers in the order in which they were chosen, and the largest distance that is left. Equal patches are chosen once.</returns>
    public static (int[] Chosen, double Radius) Select(ReadOnlySpan<sbyte> patches, int features, int most, Action<int>? chosen = null, CancellationToken cancellation = default)
    {
        int count = patches.Length / features;
        most = Math.Min(most, count);
        int[] squared = new int[count], next = new int[count];
        Cluster[] clusters = new Cluster[most];
        fixed (sbyte* first = patches)
        {
            clusters[0] = Begin(first, features, squared, next);
            int size = 1;
            while (size < most)
            {
                int widest = 0;
                for (int i = 1; i < size; i++)
                {
                    if (clusters[i].Radius > clusters[widest].Radius)
                        widest = i;
                }

                if (clusters[widest].Radius == 0)
                    break;
                clusters[size] = Split(first, features, clusters.AsSpan(0, size), clusters[widest].Farthest, squared, next);
                size++;
                if (size % 256 == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    chosen?.Invoke(size);
                }
            }

            return ([.. clusters.Take(size).Select(cluster => cluster.Center)], Math.Sqrt(clusters.Take(size).Max(cluster => cluster.Radius)));
        }
    }

    /// <summary>The squared distance of two patches.</summary>
    internal static int Squared(sbyte* one, sbyte* other, int features)
    {
        int i = 0;
        Vector256<int> sums = default;
        for (; i <= features - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
        {
            (Vector128<short> oneLower, Vector128<short> oneUpper) = Vector128.Widen(Vector128.Load(one + i));
            (Vector128<short> otherLower, Vector128<short> otherUpper) = Vector128.Widen(Vector128.Load(other + i));
            Vector256<short> difference = Vector256.Create(oneLower - otherLower, oneUpper - otherUpper);
            if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
            {
                sums += System.Runtime.Intrinsics.X86.Avx2.MultiplyAddAdjacent(difference, difference);
            }
            else
            {
                (Vector256<int> lower, Vector256<int> upper) = Vector256.Widen(difference);
                sums += (lower * lower) + (upper * upper);
            }
        }

        int sum = Vector256.Sum(sums);
        for (; i < features; i++)
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        return sum;
    }

    /// <summary>All patches in one cluster, around the first.</summary>
    private static Cluster Begin(sbyte* patches, int features, int[] squared, int[] next)
    {
        Cluster all = new() { Center = 0, Head = -1 };
        for (int i = squared.Length - 1; i >= 0; i--)
        {
            squared[i] = Squared(patches, patches + ((nint)i * features), features);
            next[i] = all.Head;
            all.Head = i;
            all.Hold(i, squared[i]);
        }

        return all;
    }

    /// <summary>The cluster of a new choice, with the patches that it is nearer to than their old one.</summary>
    private static Cluster Split(sbyte* patches, int features, Span<Cluster> clusters, int center, int[] squared, int[] next)
    {
        sbyte* middle = patches + ((nint)center * features);
        Cluster added = new() { Center = center, Head = -1 };
        foreach (ref Cluster cluster in clusters)
        {
            int apart = Squared(middle, patches + ((nint)cluster.Center * features), features);
            if (apart >= 4L * cluster.Radius)
                continue;
            int before = -1, patch = cluster.Head;
            cluster.Radius = 0;
            while (patch >= 0)
            {
                int following = next[patch];
                int distance = squared[patch];
                if (4L * distance > apart)
                    distance = Math.Min(distance, Squared(middle, patches + ((nint)patch * features), features));
                if (distance < squared[patch])
                {
                    squared[patch] = distance;
                    if (before < 0)
                        cluster.Head = following;
                    else
                        next[before] = following;
                    next[patch] = added.Head;
                    added.Head = patch;
                    added.Hold(patch, distance);
                }
                else
                {
                    cluster.Hold(patch, distance);
                    before = patch;
                }

                patch = following;
            }
        }

        return added;
    }

    private struct Cluster
    {
        /// <summary>The chosen patch.</summary>
        public int Center;

        /// <summary>The first of its patches; -1 for none.</summary>
        public int Head;

        /// <summary>The farthest of its patches.</summary>
        public int Farthest;

        /// <summary>How far that is, squared.</summary>
        public int Radius;

        public void Hold(int patch, int distance)
        {
            if (distance > Radius || Radius == 0)
                (Radius, Farthest) = (distance, patch);
        }
    }
}
