using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>One drawn defect.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Box">Around the changed pixels with <see cref="DefectPainter.Margin"/> on each side, in whole pixels, inside the picture.</param>
internal readonly record struct BoardDefect(BoardDefectKind Kind, BoxPx Box);
