using System.Runtime.Versioning;
using Edge.VmTest.Arm64Host;
using Mono.Cecil;

[assembly: SupportedOSPlatform("linux")]

// Puts the published agent on a linux-arm64 .NET runtime where the package feed has no runtime pack for that processor.
//
//   library DONOR FRAMEWORK_FOLDER OUTPUT_FOLDER   the SDK's class library as IL for arm64
//   host DONOR LIBRARY_FOLDER PUBLISHED_FOLDER     the executable edge-agent, into the folder of the published agent
//
// The donor is any single-file program that Microsoft published with the runtime of this major version inside.
switch (args)
{
    case ["library", var donor, var framework, var output]:
        using (ModuleDefinition core = ModuleDefinition.ReadModule(new MemoryStream(RuntimeHost.From(donor).CoreLibraryFile)))
            ClassLibrary.Convert(framework, core, output);
        return 0;
    case ["host", var donor, var library, var published]:
        RuntimeHost host = RuntimeHost.From(donor);
        host.Write(library, published);
        Console.WriteLine($"runtime {host.Version} (linux-arm64, of {Path.GetFileName(donor)}), class library {ClassLibrary.VersionOf(library)}");
        return 0;
    default:
        Console.Error.WriteLine("usage: library DONOR FRAMEWORK_FOLDER OUTPUT_FOLDER | host DONOR LIBRARY_FOLDER PUBLISHED_FOLDER");
        return 2;
}
