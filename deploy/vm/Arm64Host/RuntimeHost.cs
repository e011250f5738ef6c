using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Edge.VmTest.Arm64Host;

/// <summary>
/// The runtime in front of a single-file program: an ELF executable that holds CoreCLR and its native libraries, followed by a bundle of the
/// program's files (dotnet/designs, "single-file/bundler.md"). The executable is kept, the donor's bundle replaced by ours.
/// </summary>
internal sealed class RuntimeHost
{
    /// <summary>SHA-256 of ".net core bundle": where it stands, the eight bytes before it are the place of the bundle's header.</summary>
    private static readonly byte[] Signature =
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

    private const string Framework = "Microsoft.NETCore.App";
    private const int NameBytes = 1024;

    private readonly byte[] _executable;
    private readonly int _headerPlace;
    private readonly int _namePlace;

    private RuntimeHost(byte[] executable, int headerPlace, int namePlace, string version, byte[] coreLibrary)
    {
        _executable = executable;
        _headerPlace = headerPlace;
        _namePlace = namePlace;
        Version = version;
        CoreLibraryFile = coreLibrary;
    }

    /// <summary>Version of the runtime, as the donor's own configuration says it.</summary>
    public string Version { get; }

    /// <summary>The donor's core library: arm64's, and only as much of it as the donor needs.</summary>
    public byte[] CoreLibraryFile { get; }

    /// <summary>Takes the runtime out of a donor.</summary>
    /// <exception cref="InvalidDataException">It is no single-file program for arm64.</exception>
    public static RuntimeHost From(string donor)
    {
        byte[] file = File.ReadAllBytes(donor);
        const int machineOfArm64 = 183;
        if (file.Length < 64 || BinaryPrimitives.ReadUInt32BigEndian(file) != 0x7F454C46 || BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(18)) != machineOfArm64)
            throw new InvalidDataException($"{donor} is no program for 64-bit Arm.");
        // Section headers come last in what the linker wrote.
        int end = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(0x28))
            + (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3A)) * BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3C)));
        int signature = file.AsSpan(0, end).IndexOf(Signature);
        if (signature < 8)
            throw new InvalidDataException($"{donor} is no single-file .NET program.");
        var bundle = new BundleReader(file, BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(signature - 8)));

        JsonNode configuration = JsonNode.Parse(bundle.Configuration)!;
        string? version = configuration["runtimeOptions"]?["includedFrameworks"]?.AsArray()
            .FirstOrDefault(framework => (string?)framework!["name"] == Framework)?["version"]?.GetValue<string>();
        if (version is null)
            throw new InvalidDataException($"{donor} does not bring its runtime along.");
        if (!version.StartsWith($"{Environment.Version.Major}.{Environment.Version.Minor}.", StringComparison.Ordinal))
            throw new InvalidDataException($"{donor} has runtime {version}; the agent needs {Environment.Version.Major}.{Environment.Version.Minor}.");

        // The program's name, where the SDK wrote it into the host, is followed by the rest of its field, all zero.
        byte[] name = [.. Encoding.UTF8.GetBytes(bundle.MainAssembly), .. new byte[16]];
        int namePlace = file.AsSpan(0, end).IndexOf(name);
        if (namePlace < 0)
            throw new InvalidDataException($"{donor} does not name its program {bundle.MainAssembly}.");
        return new RuntimeHost(file[..end], signature - 8, namePlace, version, bundle.Read(CoreLibrary.FileName));
    }

    /// <summary>Writes <c>edge-agent</c> beside the published agent: this runtime and a class library. The agent's own files stay as published.</summary>
    public void Write(string library, string published)
    {
        string[] assemblies = [.. Directory.EnumerateFiles(library, "*.dll").Order(StringComparer.Ordinal)];
        byte[] executable = [.. _executable];
        byte[] name = Encoding.UTF8.GetBytes("edge-agent.dll");
        executable.AsSpan(_namePlace, NameBytes).Clear();
        name.CopyTo(executable, _namePlace);

        string path = Path.Combine(published, "edge-agent");
        using (var output = new FileStream(path, FileMode.Create))
        {
            output.Write(executable);
            var bundle = new BundleWriter(output);
            foreach (string assembly in assemblies)
                bundle.AddAssembly(Path.GetFileName(assembly), File.ReadAllBytes(assembly));
            bundle.AddDependencies("edge-agent.deps.json", Dependencies(published, assemblies));
            bundle.AddConfiguration("edge-agent.runtimeconfig.json", Configuration(published));
            long header = bundle.Finish();
            Span<byte> place = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(place, header);
            output.Position = _headerPlace;
            output.Write(place);
        }
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>The agent's dependencies as published, and the class library as a self-contained publish lists it.</summary>
    private byte[] Dependencies(string published, IEnumerable<string> assemblies)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(published, "edge-agent.deps.json")))!;
        string pack = $"runtimepack.{Framework}.Runtime.linux-arm64";
        string target = root["runtimeTarget"]!["name"]!.GetValue<string>();
        JsonObject libraries = root["targets"]![target]!.AsObject();
        var files = new JsonObject();
        foreach (string assembly in assemblies)
            files[Path.GetFileName(assembly)] = new JsonObject();
        JsonObject agent = libraries.First(library => library.Key.StartsWith("edge-agent/", StringComparison.Ordinal)).Value!.AsObject();
        agent["dependencies"]![pack] = Version;
        libraries[$"{pack}/{Version}"] = new JsonObject { ["runtime"] = files };
        root["libraries"]![$"{pack}/{Version}"] = new JsonObject { ["type"] = "runtimepack", ["serviceable"] = false, ["sha512"] = "" };
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private byte[] Configuration(string published)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(published, "edge-agent.runtimeconfig.json")))!;
        JsonObject options = root["runtimeOptions"]!.AsObject();
        options.Remove("framework");
        options["includedFrameworks"] = new JsonArray(new JsonObject { ["name"] = Framework, ["version"] = Version });
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
