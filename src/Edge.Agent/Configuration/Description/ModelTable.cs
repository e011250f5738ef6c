using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of the detector.</summary>
internal static class ModelTable
{
    public static readonly ObjectType<ModelSettings> Model = new(new ModelSettings(), "The detector, and the classifier behind it.")
    {
        { "path", SettingTypes.Path, s => s.Path, (s, v) => s with { Path = v }, "A pack (folder or `.pack` file) or a bare `.onnx` file; empty is the pack that ships for what is watched: pcb-inspector for drawn boards, else street-demo.", FieldTraits.Path },
        { "classifierPath", SettingTypes.Path, s => s.ClassifierPath, (s, v) => s with { ClassifierPath = v }, "A second-stage classifier on the crops of tracks: pack or `.onnx`; empty is the one in the detector's pack, where it has one.", FieldTraits.Path },
        { "trustedKeys", new ListType<string>(SettingTypes.Path, 0, 16), s => s.TrustedKeys, (s, v) => s with { TrustedKeys = v }, "Public keys (PEM files) of those whose packs are taken: with any, a pack that none of them signed is refused, and so is a bare `.onnx` file. Empty takes every sound pack. `edgectl key new` makes keys, `edgectl model sign` signs.", FieldTraits.Path },
        { "decoder", Words("", "yolox", "nanodet", "yolov8", "ssd"), s => s.Decoder, (s, v) => s with { Decoder = v }, "Decoder of a bare `.onnx` file; empty where only one fits its shapes." },
        { "labelsFile", SettingTypes.Path, s => s.LabelsFile, (s, v) => s with { LabelsFile = v }, "File of class names, one a line, for a bare `.onnx` file; empty is COCO's 80 where the model has 80 classes.", FieldTraits.Path },
        { "providers", new ListType<string>(Words("tensorrt", "cuda", "cpu"), 1, 3), s => s.Providers, (s, v) => s with { Providers = v }, "Execution providers in order of preference. What is missing is said once and passed over." },
        { "threads", new NumberType<int>(0, 256), s => s.Threads, (s, v) => s with { Threads = v }, "Threads for one inference on the CPU; 0 is one for each core." },
        { "scoreThreshold", new OptionalType<float>(Score), s => s.ScoreThreshold, (s, v) => s with { ScoreThreshold = v }, "Least score of a detection that the tracker gets to see.", FieldTraits.None, "the pack's" },
        { "nmsThreshold", new OptionalType<float>(Score), s => s.NmsThreshold, (s, v) => s with { NmsThreshold = v }, "Overlap (IoU) above which the weaker of two boxes of a class is dropped.", FieldTraits.None, "the pack's" },
    };
}
