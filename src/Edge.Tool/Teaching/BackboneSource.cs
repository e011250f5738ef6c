using Edge.Domain.Geometry;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Teaching;

/// <summary>Where a backbone comes from, and what it is fed.</summary>
internal static class BackboneSource
{
    /// <summary>Name of the backbone that comes with the tool.</summary>
    public const string OwnName = "patch-features";

    /// <summary>Licence of the backbone that comes with the tool.</summary>
    public const string OwnLicence = "MIT";

    // Between the grids that detectors have and those that small devices can search.
    private const int PatchStride = 8;
    private const int Multiple = 32;
    private static readonly float[] ImageNetMean = [123.675f, 116.28f, 103.53f];
    private static readonly float[] ImageNetScale = [1 / 58.395f, 1 / 57.12f, 1 / 57.375f];

    /// <summary>Opens and cuts the backbone that is asked for.</summary>
    /// <param name="request">Which, and its layers.</param>
    /// <param name="picture">Size of the pictures.</param>
    /// <param name="isGrey">Whether no picture has colour.</param>
    /// <exception cref="ModelRefusedException">It can't be used.</exception>
    public static Backbone Open(TeachRequest request, SizePx picture, bool isGrey)
    {
        if (request.BackbonePath is not { } path)
        {
            OnnxModel own = Own();
            InputSpec colour = new() { Width = 1, Height = 1 };
            if (isGrey && GreyInput.TryApply(own))
                colour = colour with { Color = ColorOrder.Gray };
            return Backbone.Of(own, request.Layers, Sized(colour, picture, request.LongestSide, PatchStride), PatchStride);
        }

        OnnxModel model = OnnxModel.Load(path);
        InputSpec input = Custom(path, model);
        TensorShapeProto? shape = model.Inputs.Count == 1 ? model.Inputs[0].Type?.TensorType?.Shape : null;
        bool isFixed = shape?.Dim.Count == 4 && shape.Dim[2].DimValue > 0 && shape.Dim[3].DimValue > 0;
        input = isFixed
            ? input with { Width = (int)shape!.Dim[3].DimValue, Height = (int)shape.Dim[2].DimValue, Fit = InputFit.Stretch }
            : Sized(input, picture, request.LongestSide, Multiple);
        return Backbone.Of(model, request.Layers, input, PatchStride);
    }

    private static OnnxModel Own()
    {
        using Stream stream = typeof(BackboneSource).Assembly.GetManifestResourceStream("patch-features.onnx")
            ?? throw new InvalidOperationException("the tool was built without its backbone");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return OnnxModel.Parse(new ModelSource(OwnName, OwnName, bytes));
    }

    /// <summary>What a model is fed: as its pack says or its family's custom is; otherwise as networks trained on ImageNet are.</summary>
    private static InputSpec Custom(string path, OnnxModel model)
    {
        try
        {
            using VisionModel opened = VisionModel.Open(path, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);
            return opened.Definition.Input;
        }
        catch (ModelRefusedException) when (!VisionModel.IsPack(path))
        {
            // A network without a head of ours, which is what a backbone is.
            TensorShapeProto? shape = model.Inputs.Count == 1 ? model.Inputs[0].Type?.TensorType?.Shape : null;
            return shape?.Dim.Count == 4 && shape.Dim[1].DimValue == 1
                ? new InputSpec { Width = 1, Height = 1, Color = ColorOrder.Gray, Scale = [1 / 255f] }
                : new InputSpec { Width = 1, Height = 1, Color = ColorOrder.Rgb, Mean = ImageNetMean, Scale = ImageNetScale };
        }
    }

    /// <summary>The picture's size, shrunk where its longer side is over the limit, on whole patches; proportions change by less than a patch.</summary>
    private static InputSpec Sized(InputSpec input, SizePx picture, int longest, int multiple)
    {
        double scale = Math.Min(1, (double)longest / Math.Max(picture.Width, picture.Height));
        int Whole(int side) => Math.Max(2, (int)Math.Round(side * scale / multiple)) * multiple;
        return input with { Width = Whole(picture.Width), Height = Whole(picture.Height), Fit = InputFit.Stretch };
    }
}
