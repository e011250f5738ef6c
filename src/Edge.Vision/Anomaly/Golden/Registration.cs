namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// Finds where a picture shows a template: likely poses on the coarsest level, each refined to 160 pixels, the one that agrees best refined to the finest.
/// One thread at a time.
/// </summary>
internal sealed class Registration
{
    private const int ChoiceSide = 160;

    /// <summary>A part at the very end of a range may be measured a little behind it.</summary>
    private const double Slack = 1.1;

    private readonly Pyramid _picture;
    private readonly GoldenOptions _options;
    private readonly CoarseSearch _search;
    private readonly PoseRefinement _refinement = new();
    private readonly Plane _over;
    private readonly RowSpan[] _inside;
    private readonly int _choice;
    private readonly Pose[] _likely = new Pose[CoarseSearch.Most + 1];

    /// <param name="picture">Levels of the pictures.</param>
    /// <param name="options">Ranges.</param>
    /// <param name="over">Scratch, of the finest level's size.</param>
    /// <param name="inside">Scratch, a stretch for each row.</param>
    public Registration(Pyramid picture, GoldenOptions options, Plane over, RowSpan[] inside)
    {
        _picture = picture;
        _options = options;
        _inside = inside;
        Plane coarsest = picture.Levels[picture.Coarsest];
        _search = new CoarseSearch(new CoarseRange(coarsest.Size, over.Size, options), coarsest);
        _choice = picture.Coarsest;
        while (_choice > 0 && Math.Max(picture.Levels[_choice - 1].Width, picture.Levels[_choice - 1].Height) <= ChoiceSide)
            _choice--;
        _over = _choice == 0 ? over : new Plane(picture.Levels[_choice].Width, picture.Levels[_choice].Height);
    }

    /// <summary>The best pose; whether it is any good is the caller's to say.</summary>
    public Pose Find(GoldenTemplate template)
    {
        Pose pose = FindCoarse(template, out _);
        for (int level = _choice - 1; level >= 0; level--)
        {
            Pose better = pose;
            if (_refinement.Refine(_picture.Levels[level], template.Points[level], level, ref better, iterations: 8, still: 0.01) && IsInRange(better))
                pose = better;
        }

        return pose;
    }

    /// <summary>The pose that agrees best on the level of 160 pixels, and how well.</summary>
    public Pose FindCoarse(GoldenTemplate template, out float agreement)
    {
        int count = _search.Find(template.Coarse, _picture.Coarsest, _likely);
        _likely[count++] = Pose.Identity;
        Pose best = Pose.Identity;
        agreement = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
        {
            Pose pose = _likely[i];
            if (!RefineToChoice(template, ref pose) || !IsInRange(pose))
                continue;
            PlaneWarp.Warp(_picture.Levels[_choice], pose, _choice, _over, _inside);
            float found = Agreement.Of(_over, template.Levels[_choice], _inside, rowStep: 1);
            if (found > agreement)
                (best, agreement) = (pose, found);
        }

        if (agreement < -1)
            agreement = 0;
        return best;
    }

    /// <summary>Whether the pose lies within the ranges of the options.</summary>
    public bool IsInRange(in Pose pose)
    {
        Plane finest = _picture.Levels[0];
        double shift = (_options.ShiftRange * Math.Max(finest.Width, finest.Height) * Slack) + 1;
        return Math.Abs(pose.X) <= shift && Math.Abs(pose.Y) <= shift
            && Math.Abs(pose.RotationDegrees) <= (_options.RotationRange * Slack) + 0.1
            && Math.Abs(pose.Scale - 1) <= (_options.ScaleRange * Slack) + 0.002;
    }

    private bool RefineToChoice(GoldenTemplate template, ref Pose pose)
    {
        bool held = false;
        for (int level = _picture.Coarsest; level >= _choice; level--)
        {
            Pose better = pose;
            if (!_refinement.Refine(_picture.Levels[level], template.Points[level], level, ref better, iterations: 8, still: 0.05))
                continue;
            pose = better;
            held = true;
        }

        return held;
    }
}
