using Edge.Domain.Geometry;

namespace Edge.Tool.Pruning;

/// <summary>
/// Where in a picture it matters that a pruned detector stays like the dense one: around the middles of what the dense one finds.
/// Each thing found counts by its score and not by its area, so that small ones are not lost in the background. Immutable.
/// </summary>
internal sealed class FocusMap
{
    private const int Side = 64;
    private readonly float[] _weights;

    private FocusMap(float[] weights) => _weights = weights;

    /// <summary>A map whose weights are 1 on average.</summary>
    /// <param name="found">Boxes in pixels of the model's input, with their scores.</param>
    /// <param name="input">The model's input.</param>
    /// <param name="strength">How much more the things together weigh than the whole picture does by itself; 0 weighs all places alike.</param>
    public static FocusMap Of(IEnumerable<(BoxPx Box, float Score)> found, SizePx input, double strength)
    {
        double[] things = new double[Side * Side];
        foreach ((BoxPx box, float score) in found)
            Add(things, box, score, input);
        double mean = things.Sum() / things.Length;
        return new FocusMap([.. things.Select(thing => mean > 0 ? (float)((1 + (strength * thing / mean)) / (1 + strength)) : 1f)]);
    }

    /// <summary>The weight at a place given in parts of the input's width and height, 0 to 1.</summary>
    public float At(double x, double y) =>
        _weights[(Math.Clamp((int)(y * Side), 0, Side - 1) * Side) + Math.Clamp((int)(x * Side), 0, Side - 1)];

    /// <summary>The weights of some places of a value of the graph that lies over the picture like a grid.</summary>
    public float[] Weights(IReadOnlyList<int> sizes, int[] places)
    {
        if (sizes.Count != 4)
            return [];
        (int height, int width) = (sizes[2], sizes[3]);
        return [.. places.Select(place => At(((place % width) + 0.5) / width, ((place / width) + 0.5) / height))];
    }

    private static void Add(double[] things, BoxPx box, float score, SizePx input)
    {
        double middleX = (box.X + (box.Width / 2)) / input.Width * Side, middleY = (box.Y + (box.Height / 2)) / input.Height * Side;
        // A thing's boxes come from the places around its middle: a bell a quarter of its size wide.
        double spreadX = Math.Max(box.Width / input.Width * Side / 4, 0.5), spreadY = Math.Max(box.Height / input.Height * Side / 4, 0.5);
        for (int y = 0; y < Side; y++)
        {
            double down = Math.Pow((y + 0.5 - middleY) / spreadY, 2);
            for (int x = 0; x < Side && down < 16; x++)
            {
                double distance = down + Math.Pow((x + 0.5 - middleX) / spreadX, 2);
                if (distance < 16)
                    things[(y * Side) + x] += score * Math.Exp(-distance / 2) / (spreadX * spreadY);
            }
        }
    }
}
