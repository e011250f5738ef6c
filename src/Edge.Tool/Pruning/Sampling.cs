namespace Edge.Tool.Pruning;

/// <summary>Picks places of a picture at random, the same for the same seed.</summary>
internal static class Sampling
{
    /// <summary>Places of all pictures together; far more than any layer has weights to find for one output.</summary>
    private const int AllPlaces = 80_000;

    /// <summary>Most places to take from each of some pictures: the fewer pictures, the more of each.</summary>
    public static int PerPicture(int pictures) => Math.Max(500, AllPlaces / Math.Max(pictures, 1));

    /// <summary>All places, or <paramref name="most"/> of them, in order.</summary>
    public static int[] Places(int count, int most, Random random)
    {
        if (count <= most)
            return [.. Enumerable.Range(0, count)];
        // Selection sampling (Knuth, algorithm S): each place is taken with the chance that fills what is left.
        int[] places = new int[most];
        int taken = 0;
        for (int place = 0; taken < most; place++)
        {
            if (random.NextDouble() * (count - place) < most - taken)
                places[taken++] = place;
        }

        return places;
    }
}
