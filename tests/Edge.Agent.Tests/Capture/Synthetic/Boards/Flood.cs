using Edge.Agent.Capture.Synthetic.Boards;

namespace Edge.Agent.Tests.Capture.Synthetic.Boards;

/// <summary>
/// What is connected with what, found by flooding from pixel to pixel: slow, plain, and nothing like the runs that the product joins.
/// </summary>
internal sealed class Flood
{
    private const int Side = CopperLayer.Side;

    private readonly int[] _parts = new int[Side * Side];
    private readonly Stack<int> _open = new();

    private Flood(ReadOnlySpan<byte> pixels, byte kind, bool corners)
    {
        var areas = new List<int> { 0 };
        for (int start = 0; start < pixels.Length; start++)
        {
            if (pixels[start] != kind || _parts[start] != 0)
                continue;
            areas.Add(Fill(pixels, kind, corners, start, areas.Count));
        }

        Areas = areas;
    }

    /// <summary>Pixels of each part; the first is none.</summary>
    public IReadOnlyList<int> Areas { get; }

    /// <summary>Conductors: pixels that meet at a corner conduct.</summary>
    public static Flood Nets(ReadOnlySpan<byte> pixels) => new(pixels, CopperLayer.Copper, corners: true);

    /// <summary>Bare areas.</summary>
    public static Flood Clearings(ReadOnlySpan<byte> pixels) => new(pixels, CopperLayer.Bare, corners: false);

    /// <summary>Parts of at least so many pixels.</summary>
    public int Count(int minimumArea) => Areas.Skip(1).Count(area => area >= minimumArea);

    /// <summary>The part of a pixel; 0 is none.</summary>
    public int At(int x, int y) => _parts[(y * Side) + x];

    private int Fill(ReadOnlySpan<byte> pixels, byte kind, bool corners, int start, int part)
    {
        int area = 0;
        _parts[start] = part;
        _open.Push(start);
        while (_open.TryPop(out int at))
        {
            area++;
            (int y, int x) = Math.DivRem(at, Side);
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    (int nx, int ny) = (x + dx, y + dy);
                    if ((!corners && dx != 0 && dy != 0) || (uint)nx >= Side || (uint)ny >= Side)
                        continue;
                    int next = (ny * Side) + nx;
                    if (pixels[next] != kind || _parts[next] != 0)
                        continue;
                    _parts[next] = part;
                    _open.Push(next);
                }
            }
        }

        return area;
    }
}
