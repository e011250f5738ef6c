namespace Edge.Tool.Evaluation;

/// <summary>Detections from strong to weak with what became of them, and the figures that follow. Detections of the same score stay in the order in which they came.</summary>
public sealed class PrecisionRecall
{
    private readonly (float Score, bool Hit)[] _ranked;

    /// <summary>Of <paramref name="truths"/> objects; ignored detections are left out.</summary>
    public PrecisionRecall(int truths, IEnumerable<(float Score, MatchOutcome Outcome)> detections)
    {
        Truths = truths;
        // OrderByDescending is stable.
        _ranked = [.. detections.Where(d => d.Outcome != MatchOutcome.Ignored).OrderByDescending(d => d.Score).Select(d => (d.Score, d.Outcome == MatchOutcome.Hit))];
    }

    /// <summary>Objects that must be found.</summary>
    public int Truths { get; }

    /// <summary>Detections that count.</summary>
    public int Detections => _ranked.Length;

    /// <summary>
    /// Average precision without interpolation: the mean over all objects of the precision at the rank of their detection, 0 for those not found.
    /// So does the evaluation script of DeepPCB. Null where there is no object.
    /// </summary>
    public double? ExactAp
    {
        get
        {
            double sum = 0;
            int hits = 0;
            for (int i = 0; i < _ranked.Length; i++)
            {
                if (_ranked[i].Hit)
                    sum += ++hits / (i + 1.0);
            }

            return Truths == 0 ? null : sum / Truths;
        }
    }

    /// <summary>The area under the curve where each precision is the best at its recall or beyond: VOC's since 2010. Null where there is no object.</summary>
    public double? AllPointsAp
    {
        get
        {
            double sum = 0, best = 0;
            int hits = _ranked.Count(d => d.Hit);
            for (int i = _ranked.Length - 1; i >= 0; i--)
            {
                best = Math.Max(best, hits / (i + 1.0));
                if (!_ranked[i].Hit)
                    continue;
                sum += best;
                hits--;
            }

            return Truths == 0 ? null : sum / Truths;
        }
    }

    /// <summary>The mean of that best precision at the recalls 0, 0.1, … 1: VOC's until 2009. Null where there is no object.</summary>
    public double? ElevenPointAp
    {
        get
        {
            if (Truths == 0)
                return null;
            double sum = 0;
            for (int tenth = 0; tenth <= 10; tenth++)
            {
                double best = 0;
                int hits = 0;
                for (int i = 0; i < _ranked.Length; i++)
                {
                    hits += _ranked[i].Hit ? 1 : 0;
                    // In whole numbers, so that a recall of 3 in 10 is not below 0.3.
                    if ((long)hits * 10 >= (long)tenth * Truths)
                        best = Math.Max(best, hits / (i + 1.0));
                }

                sum += best / 11;
            }

            return sum;
        }
    }

    /// <summary>What it does when detections of <paramref name="score"/> and more count.</summary>
    public OperatingPoint At(double score)
    {
        int hits = 0, count = 0;
        while (count < _ranked.Length && _ranked[count].Score >= score)
            hits += _ranked[count++].Hit ? 1 : 0;
        return new OperatingPoint(score, hits, count - hits, Truths - hits);
    }

    /// <summary>The point of the greatest F-score, the highest score of several. It is chosen on these very data: no figure for a model, but a hint for its threshold.</summary>
    public OperatingPoint Best() => Points().Aggregate(new OperatingPoint(1, 0, 0, Truths), (best, point) => point.FScore > best.FScore ? point : best);

    /// <summary>One point for each score that occurs, from the highest on.</summary>
    public IEnumerable<OperatingPoint> Points()
    {
        int hits = 0;
        for (int i = 0; i < _ranked.Length; i++)
        {
            hits += _ranked[i].Hit ? 1 : 0;
            // Equal scores come and go together.
            if (i + 1 == _ranked.Length || _ranked[i + 1].Score < _ranked[i].Score)
                yield return new OperatingPoint(_ranked[i].Score, hits, i + 1 - hits, Truths - hits);
        }
    }
}
