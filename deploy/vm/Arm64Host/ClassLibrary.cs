using System.Diagnostics;
using System.Reflection.PortableExecutable;
using Mono.Cecil;

namespace Edge.VmTest.Arm64Host;

/// <summary>
/// The framework's assemblies hold IL beside code precompiled for this machine's processor. The IL is kept and the precompiled code left out:
/// the runtime on arm64 compiles the IL itself, or has it compiled ahead of time.
/// </summary>
internal static class ClassLibrary
{
    /// <summary>Writes every assembly of <paramref name="framework"/> to <paramref name="output"/>, which appears only when it is complete.</summary>
    public static void Convert(string framework, ModuleDefinition donorCore, string output)
    {
        string partial = output + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(framework);
        foreach (string path in Directory.EnumerateFiles(framework, "*.dll"))
        {
            string target = Path.Combine(partial, Path.GetFileName(path));
            if (HasPrecompiledCode(path))
                WriteIl(path, target, resolver, donorCore);
            else
                File.Copy(path, target);
        }
        Directory.Move(partial, output);
    }

    /// <summary>Version of a converted library, as its core library tells it.</summary>
    public static string VersionOf(string library) =>
        FileVersionInfo.GetVersionInfo(Path.Combine(library, CoreLibrary.FileName)).ProductVersion?.Split('+')[0] ?? "of no version";

    private static bool HasPrecompiledCode(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        return pe.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static void WriteIl(string path, string target, IAssemblyResolver resolver, ModuleDefinition donorCore)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
        if (Path.GetFileName(path) == CoreLibrary.FileName)
            CoreLibrary.Adapt(module, donorCore);
        module.Attributes = (module.Attributes & ~(ModuleAttributes)4) | ModuleAttributes.ILOnly;
        module.Architecture = TargetArchitecture.I386;
        module.Write(target);
    }
}
