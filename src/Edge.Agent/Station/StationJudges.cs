using System.Security.Cryptography;
using System.Text;
using Edge.Agent.Configuration.Stations;
using Edge.Domain.Inspection.Interlock;

namespace Edge.Agent.Station;

/// <summary>
/// The judge of the product that is set, and the one before it, for parts that were announced under it. A new one is made, with its templates and packs,
/// before it takes over. <see cref="For"/> is for the judge's thread, the rest for any.
/// </summary>
internal sealed class StationJudges(StationSettings settings, StationParts parts) : IDisposable
{
    private readonly Lock _gate = new();
    private PartJudge? _current;
    private PartJudge? _former;

    /// <summary>The judge of the product that is set; null before one was.</summary>
    public PartJudge? Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    /// <summary>Sets a product.</summary>
    /// <exception cref="FinderFault">A template or pack of it cannot be used; the one before stays set.</exception>
    public async Task SetAsync(ProductSettings product)
    {
        PartJudge next = await PartJudge.OpenAsync(product, settings.Picture, parts.Models, parts.OpenAnomaly);
        PartJudge? oldest;
        lock (_gate)
        {
            oldest = _former;
            _former = _current;
            _current = next;
        }

        oldest?.Dispose();
    }

    /// <summary>The judge for a part of <paramref name="product"/>, with the model in force.</summary>
    /// <param name="product">The product that was set at its trigger.</param>
    /// <param name="changed">Whether the model is another one since the last part.</param>
    /// <exception cref="FinderFault">There is none: the product was changed twice since.</exception>
    public PartJudge For(string product, out bool changed)
    {
        PartJudge? judge;
        lock (_gate)
            judge = _current?.Product == product ? _current : _former?.Product == product ? _former : null;
        if (judge is null)
            throw new FinderFault($"the product was changed while the part was on its way; it was announced as '{product}'");
        changed = judge.Refresh();
        return judge;
    }

    /// <summary>What a golden check holds for: the product, and all that its verdicts depend on now.</summary>
    public InterlockSubject Subject
    {
        get
        {
            PartJudge judge = Current!;
            string model = judge.UsesModel ? parts.Models.Definition.Digest : "";
            string all = string.Join('\n', [parts.Facts.ConfigurationSha256, model, .. judge.Digests]);
            return new InterlockSubject(judge.Product, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _current?.Dispose();
        _former?.Dispose();
    }
}
