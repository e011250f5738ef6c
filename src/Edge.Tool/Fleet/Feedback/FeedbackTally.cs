namespace Edge.Tool.Fleet.Feedback;

/// <summary>What an export wrote.</summary>
internal sealed class FeedbackTally
{
    /// <summary>Pictures in the set.</summary>
    public int Pictures { get; set; }

    /// <summary>Of them, those that were fetched now; the others were there.</summary>
    public int Fetched { get; set; }

    /// <summary>Labelled objects.</summary>
    public int Objects { get; set; }

    /// <summary>Pictures with nothing in them.</summary>
    public int Empty { get; set; }

    /// <summary>Pictures whose labels people have still to look at.</summary>
    public int NeedReview { get; set; }

    /// <summary>Pictures that boxes are drawn into.</summary>
    public int Annotated { get; set; }

    /// <summary>Classes.</summary>
    public int Classes { get; set; }

    /// <summary>Feedback that was not wanted.</summary>
    public int LeftOut { get; set; }
}
