using Edge.Contracts.Packs;
using Edge.Vision.Inference;
using Google.Protobuf;

namespace Edge.Tool.Onnx;

/// <summary>
/// An ONNX file in memory, to be looked at and changed; what the tool doesn't know of the format is written back as it was.
/// Whoever changes <see cref="Proto"/> itself, and not through the methods here, calls <see cref="Touch"/> afterwards. Not thread safe.
/// </summary>
internal sealed class OnnxModel
{
    private GraphIndex? _index;

    private OnnxModel(string origin, ModelProto proto)
    {
        Origin = origin;
        Proto = proto;
    }

    /// <summary>Where it is from, for errors.</summary>
    public string Origin { get; }

    /// <summary>The whole file.</summary>
    public ModelProto Proto { get; }

    /// <summary>Its graph.</summary>
    public GraphProto Graph => Proto.Graph;

    /// <summary>Its nodes, in the order in which they run.</summary>
    public IReadOnlyList<NodeProto> Nodes => Proto.Graph.Node;

    /// <summary>Version of ONNX's own operators.</summary>
    public long Opset => Proto.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 1;

    /// <summary>Inputs that must be fed: those that no initializer gives a value.</summary>
    public IReadOnlyList<ValueInfoProto> Inputs => [.. Graph.Input.Where(input => Initializer(input.Name) is null)];

    /// <summary>Names of what the graph gives.</summary>
    public IReadOnlyList<string> Outputs => [.. Graph.Output.Select(output => output.Name)];

    private GraphIndex Index => _index ??= new GraphIndex(Graph);

    /// <summary>Opens an <c>.onnx</c> file, or the model of a pack (folder or zip).</summary>
    /// <exception cref="ModelRefusedException">It is missing, too large, damaged, or has its data in other files.</exception>
    public static OnnxModel Load(string path)
    {
        if (!VisionModel.IsPack(path))
            return Parse(ModelSource.FromFile(path));
        try
        {
            Pack pack = PackReader.Open(path, VisionModel.AgentVersion);
            return Parse(new ModelSource(pack.Manifest.Name, $"{pack.Origin}, {pack.Manifest.Model}", pack.File(pack.Manifest.Model)));
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException(e.Message, e);
        }
    }

    /// <summary>Opens a file that is in memory.</summary>
    /// <exception cref="ModelRefusedException">It is damaged, or has its data in other files.</exception>
    public static OnnxModel Parse(ModelSource source)
    {
        OnnxFile.Check(source);
        try
        {
            return new OnnxModel(source.Origin, ModelProto.Parser.ParseFrom(source.Content));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelRefusedException($"model '{source.Origin}' is not an ONNX file, or is damaged: {e.Message}", e);
        }
    }

    /// <summary>A copy that can be changed by itself.</summary>
    public OnnxModel Clone() => new(Origin, Proto.Clone());

    /// <summary>The file's bytes: the same model gives the same bytes.</summary>
    public byte[] ToBytes() => Proto.ToByteArray();

    /// <summary>The file's bytes, with more values of the graph as outputs after its own.</summary>
    public byte[] ToBytesWithOutputs(IEnumerable<string> values)
    {
        ModelProto copy = Proto.Clone();
        HashSet<string> known = [.. Outputs];
        copy.Graph.Output.AddRange(values.Where(known.Add).Select(value => new ValueInfoProto { Name = value }));
        return copy.ToByteArray();
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Save(string path)
    {
        string partial = path + ".partial";
        File.WriteAllBytes(partial, ToBytes());
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Opens it for running.</summary>
    /// <param name="options">How to run it.</param>
    /// <param name="values">Values that are wanted beside the outputs.</param>
    /// <exception cref="ModelRefusedException">The runtime doesn't take it.</exception>
    public GraphRunner Open(GraphRunnerOptions options, IEnumerable<string>? values = null) =>
        GraphRunner.Open(Origin, values is null ? ToBytes() : ToBytesWithOutputs(values), options);

    /// <summary>The node that makes a value; null for inputs and initializers.</summary>
    public NodeProto? Producer(string value) => Index.Producer(value);

    /// <summary>Nodes that take a value, each once, in the order in which they run; those with it inside a nested graph too.</summary>
    public IReadOnlyList<NodeProto> Consumers(string value) => Index.Consumers(value);

    /// <summary>The constant of that name; null when there is none.</summary>
    public TensorProto? Initializer(string value) => Index.Initializer(value);

    /// <summary>Whether it is one of the graph's outputs.</summary>
    public bool IsOutput(string value) => Index.IsOutput(value);

    /// <summary>The values of a float constant.</summary>
    /// <exception cref="ModelRefusedException">There is no such constant, or its elements are no floats.</exception>
    public float[] Floats(string value) => Constant(value).Floats(Origin);

    /// <summary>The values of an integer constant.</summary>
    /// <exception cref="ModelRefusedException">There is no such constant, or its elements are no integers.</exception>
    public long[] Integers(string value) => Constant(value).Integers(Origin);

    /// <summary>Adds a constant, or puts it in the place of the one of its name.</summary>
    public void SetInitializer(TensorProto tensor)
    {
        if (Initializer(tensor.Name) is { } old)
            Graph.Initializer[Graph.Initializer.IndexOf(old)] = tensor;
        else
            Graph.Initializer.Add(tensor);
        Touch();
    }

    /// <summary>Lets all who take <paramref name="value"/> take <paramref name="replacement"/>; outputs of the graph keep their names.</summary>
    public void Redirect(string value, string replacement)
    {
        foreach (NodeProto consumer in Consumers(value))
        {
            for (int i = 0; i < consumer.Input.Count; i++)
            {
                if (consumer.Input[i] == value)
                    consumer.Input[i] = replacement;
            }
        }

        Touch();
    }

    /// <summary>Takes nodes out; what only they took stays (see <see cref="GraphCleanup.DropUnused"/>).</summary>
    public void Remove(IEnumerable<NodeProto> nodes)
    {
        HashSet<NodeProto> gone = new(nodes, ReferenceEqualityComparer.Instance);
        NodeProto[] rest = [.. Graph.Node.Where(node => !gone.Contains(node))];
        Graph.Node.Clear();
        Graph.Node.AddRange(rest);
        Touch();
    }

    /// <summary>A name that no value has yet: <paramref name="wanted"/>, or that with a number.</summary>
    public string FreeName(string wanted) => Index.FreeName(wanted);

    /// <summary>Forgets what was known of the graph, after a change.</summary>
    public void Touch() => _index = null;

    private TensorProto Constant(string value) =>
        Initializer(value) ?? throw new ModelRefusedException($"model '{Origin}': '{value}' is not a constant");
}
