namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>Which board a frame shows, and where it is.</summary>
/// <param name="Board">Its number on the line, from 0.</param>
/// <param name="Moved">Pixels that it has moved to the left, the next one after it: 0 while it stands.</param>
internal readonly record struct BoardPlace(long Board, int Moved)
{
    /// <summary>Whether the board stands still in the middle, to be inspected.</summary>
    public bool Stands => Moved == 0;
}
