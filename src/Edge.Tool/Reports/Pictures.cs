using System.Text;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Classification;
using Edge.Vision.Images;

namespace Edge.Tool.Reports;

/// <summary>Cuts parts out of images and draws what is there and what was found over them. Pictures are in the page itself, the boxes are drawings.</summary>
internal sealed class Pictures : IDisposable
{
    private const int MostPx = 320;
    private const int WholePx = 480;
    private const int LeastSidePx = 96;
    private const int Quality = 82;
    private readonly FramePool _pool = new();

    /// <summary>The surroundings of a box with everything in them.</summary>
    /// <param name="image">Where.</param>
    /// <param name="box">What it is about; drawn thick.</param>
    /// <param name="isTruth">Whether that is a label; otherwise a detection.</param>
    /// <param name="score">Detections of this score and more are drawn.</param>
    /// <param name="title">What is seen, for those who do not see it.</param>
    /// <exception cref="ImageFormatException">The file is not an image any more.</exception>
    public string Around(EvaluatedImage image, BoxPx box, bool isTruth, double score, string title)
    {
        float margin = Math.Max(1, ((LeastSidePx / Math.Max(1, Math.Max(box.Width, box.Height))) - 1) / 2);
        using Frame frame = ImageCodec.Load(image.Image.ImagePath, _pool);
        CropRegion region = CropRegion.Around(box, frame.Size, margin);
        return Drawing(Encode(frame, region, MostPx), region, title, isTruth ? Boxes(image, score, box, null) : Boxes(image, score, null, box));
    }

    /// <summary>A part of an image as it is.</summary>
    /// <exception cref="ImageFormatException">The file is not an image any more.</exception>
    public string Of(LabelledImage image, BoxPx box, string title)
    {
        using Frame frame = ImageCodec.Load(image.ImagePath, _pool);
        CropRegion region = CropRegion.Around(box, frame.Size, 0.1f);
        return Drawing(Encode(frame, region, MostPx), region, title, "");
    }

    /// <summary>A whole image twice, with what each of two models found.</summary>
    /// <exception cref="ImageFormatException">The file is not an image any more.</exception>
    public string Pair(EvaluatedImage one, EvaluatedImage two, (double One, double Two) scores, string id, (string One, string Two) titles)
    {
        using Frame frame = ImageCodec.Load(one.Image.ImagePath, _pool);
        var region = new CropRegion(0, 0, frame.Width, frame.Height);
        // The pixels are in the page once; the second drawing refers to them.
        string first = Drawing(Encode(frame, region, WholePx), region, titles.One, Boxes(one, scores.One, null, null), id);
        string second = $"<svg viewBox=\"0 0 {region.Width} {region.Height}\" role=\"img\" aria-label=\"{Html.Escape(titles.Two)}\"><use href=\"#{id}\" />{Boxes(two, scores.Two, null, null)}</svg>";
        return $"<div class=\"pair\">{first}{second}</div>";
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _pool.Dispose();

    private static string Drawing(string data, CropRegion region, string title, string boxes, string? id = null)
    {
        string name = id is null ? "" : $" id=\"{id}\"";
        return $"<svg viewBox=\"{region.X} {region.Y} {region.Width} {region.Height}\" role=\"img\" aria-label=\"{Html.Escape(title)}\">"
            + $"<image{name} x=\"{region.X}\" y=\"{region.Y}\" width=\"{region.Width}\" height=\"{region.Height}\" href=\"data:image/jpeg;base64,{data}\" />{boxes}</svg>";
    }

    private static string Boxes(EvaluatedImage image, double score, BoxPx? subject, BoxPx? subjectFound)
    {
        var svg = new StringBuilder();
        bool hasSubject = subject is not null || subjectFound is not null;
        foreach (LabelledBox label in image.Labels)
            Box(svg, label.Box, "truth", hasSubject, label.Box == subject);
        foreach (Detection detection in image.Detections)
        {
            if (detection.Score >= score)
                Box(svg, detection.Box, "found", hasSubject, detection.Box == subjectFound);
        }

        return svg.ToString();
    }

    private static void Box(StringBuilder svg, BoxPx box, string style, bool hasSubject, bool isSubject)
    {
        string place = $"x=\"{Html.Px(box.X)}\" y=\"{Html.Px(box.Y)}\" width=\"{Html.Px(box.Width)}\" height=\"{Html.Px(box.Height)}\"";
        // A dark edge keeps the box visible on every background.
        svg.Append($"<rect class=\"edge\" {place} /><rect class=\"{style}{(isSubject ? " subject" : hasSubject ? " quiet" : "")}\" {place} />");
    }

    private string Encode(Frame frame, CropRegion region, int most)
    {
        double scale = Math.Min(1, (double)most / Math.Max(region.Width, region.Height));
        var size = new SizePx(Math.Max(1, (int)(region.Width * scale)), Math.Max(1, (int)(region.Height * scale)));
        using Frame small = ImageCodec.Resize(region.Of(frame.View), size, _pool);
        return Convert.ToBase64String(ImageCodec.EncodeJpeg(small.View, Quality));
    }
}
