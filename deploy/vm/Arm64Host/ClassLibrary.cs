using System.Diagnostics;
using System.Reflection.PortableExecutable;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.VmTest.Arm64Host;

/// <summary>
/// The framework's assemblies hold IL beside code precompiled for this machine's processor. The IL is kept and the precompiled code left out:
/// the runtime on arm64 compiles the IL itself. What the core library says of its own processor is set right.
/// </summary>
internal static class ClassLibrary
{
    private const string CoreLibrary = "System.Private.CoreLib.dll";

    /// <summary>Writes every assembly of <paramref name="framework"/> to <paramref name="output"/>, which appears only when it is complete.</summary>
    public static void Convert(string framework, string output)
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
                WriteIl(path, target, resolver);
            else
                File.Copy(path, target);
        }
        Directory.Move(partial, output);
    }

    /// <summary>Version of a converted library, as its core library tells it.</summary>
    public static string VersionOf(string library) =>
        FileVersionInfo.GetVersionInfo(Path.Combine(library, CoreLibrary)).ProductVersion?.Split('+')[0] ?? "of no version";

    private static bool HasPrecompiledCode(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        return pe.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static void WriteIl(string path, string target, IAssemblyResolver resolver)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
        if (Path.GetFileName(path) == CoreLibrary)
            NameProcessor(module);
        module.Attributes = (module.Attributes & ~(ModuleAttributes)4) | ModuleAttributes.ILOnly;
        module.Architecture = TargetArchitecture.I386;
        module.Write(target);
    }

    /// <summary>
    /// Two things in an x64 core library are not true on arm64: the constant that names the process's processor, and the questions for x86 instructions,
    /// which only an x86 compiler answers (their IL calls itself).
    /// </summary>
    private static void NameProcessor(ModuleDefinition core)
    {
        const int arm64 = 3;
        int changed = 0;
        foreach (TypeDefinition type in core.GetTypes())
        {
            string space = (type.DeclaringType ?? type).Namespace;
            foreach (MethodDefinition method in type.Methods)
            {
                if (space == "System.Runtime.Intrinsics.X86" && method.Name == "get_IsSupported")
                    changed += Return(method, 0);
                else if (type.FullName == "System.Runtime.InteropServices.RuntimeInformation" && method.Name == "get_ProcessArchitecture")
                    changed += Return(method, arm64);
            }
        }
        if (changed < 2)
            throw new InvalidDataException($"{CoreLibrary} is not laid out as expected: nothing in it names its processor.");
    }

    private static int Return(MethodDefinition method, int value)
    {
        method.Body = new MethodBody(method);
        ILProcessor il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, value);
        il.Emit(OpCodes.Ret);
        return 1;
    }
}
