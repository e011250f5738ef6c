using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>What is known about one drawn object.</summary>
/// <param name="Id">The object's id (<see cref="SceneObject.Id"/>).</param>
/// <param name="Class">Person or car.</param>
/// <param name="Box">Around its painted pixels (without its shadow), clipped to the frame.</param>
/// <param name="Visible">Share of its whole box that lies in the frame and behind no nearer object's box, 0 to 1.</param>
internal readonly record struct SceneTruth(long Id, SceneClass Class, BoxPx Box, float Visible);
