using Edge.Contracts.Packs;

namespace Edge.Tool.Packs.Catalogue;

/// <summary>One public model.</summary>
/// <param name="Name">What it is pulled by; becomes the pack's name.</param>
/// <param name="About">What it is, in a line.</param>
/// <param name="Source">The project's page.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Decoder">How its outputs are read.</param>
/// <param name="Input">Width and height, <c>416x416</c>: checked against the file.</param>
/// <param name="Accuracy">What its makers published.</param>
/// <param name="Files">Files that are accepted for it.</param>
internal sealed record CatalogueEntry(
    string Name, string About, string Source, string Licence, string Decoder, string Input, PackAccuracy Accuracy, IReadOnlyList<CatalogueFile> Files);
