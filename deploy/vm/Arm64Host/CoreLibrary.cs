using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Edge.VmTest.Arm64Host;

/// <summary>
/// The core library is the one assembly that is compiled for a processor. What differs is put right: what it says of its processor, and its share in exception
/// handling, whose structures it has in common with the runtime. Those come from the donor's core library, which is arm64's but holds only what its program needs.
/// </summary>
internal sealed class CoreLibrary
{
    public const string FileName = "System.Private.CoreLib.dll";

    /// <summary>Types laid out as the runtime lays out the same in C++: registers, frames, exceptions under way.</summary>
    private static readonly string[] SharedTypes = ["System.Runtime.EH", "System.Runtime.REGDISPLAY", "System.Runtime.StackFrameIterator"];

    private readonly ModuleDefinition _core;
    private readonly Dictionary<string, TypeDefinition> _types;

    private CoreLibrary(ModuleDefinition core)
    {
        _core = core;
        _types = core.GetTypes().ToDictionary(type => type.FullName);
    }

    /// <summary>Changes <paramref name="core"/> to what it is on arm64.</summary>
    public static void Adapt(ModuleDefinition core, ModuleDefinition donor)
    {
        var library = new CoreLibrary(core);
        library.NameProcessor();
        library.OpenInstructions();
        foreach (TypeDefinition type in donor.GetTypes().Where(type => SharedTypes.Contains(Outermost(type).FullName)))
            library.TakeFields(type);
        foreach (TypeDefinition type in donor.GetTypes().Where(type => SharedTypes.Contains(Outermost(type).FullName)))
            library.TakeMethods(type);
    }

    private static TypeDefinition Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    /// <summary>The constant that names the process's processor, and the questions for x86 instructions, which only an x86 compiler answers (their IL calls itself).</summary>
    private void NameProcessor()
    {
        const int arm64 = 3;
        Return(_types["System.Runtime.InteropServices.RuntimeInformation"].Methods.Single(method => method.Name == "get_ProcessArchitecture"), arm64);
        foreach (TypeDefinition type in _types.Values.Where(type => Outermost(type).Namespace == "System.Runtime.Intrinsics.X86"))
        {
            foreach (MethodDefinition question in type.Methods.Where(method => method.Name == "get_IsSupported"))
                Return(question, 0);
        }
    }

    /// <summary>
    /// The methods that stand for Arm's instructions: for another processor their IL throws. On arm64 the compiler puts the instruction in their place, where
    /// they are marked for it, and a method that is called all the same calls itself, which the compiler replaces likewise.
    /// </summary>
    private void OpenInstructions()
    {
        MethodDefinition mark = _types["System.Runtime.CompilerServices.IntrinsicAttribute"].Methods.Single(method => method.IsConstructor && !method.IsStatic);
        foreach (TypeDefinition type in _types.Values.Where(type => type.IsClass && !type.IsEnum && Outermost(type).Namespace == "System.Runtime.Intrinsics.Arm"))
        {
            Mark(type, mark);
            foreach (MethodDefinition method in type.Methods.Where(method => method.IsStatic && !method.IsConstructor && !method.HasGenericParameters))
            {
                Mark(method, mark);
                method.Body = new MethodBody(method);
                ILProcessor il = method.Body.GetILProcessor();
                foreach (ParameterDefinition parameter in method.Parameters)
                    il.Emit(OpCodes.Ldarg, parameter);
                il.Emit(OpCodes.Call, method);
                il.Emit(OpCodes.Ret);
            }
        }
    }

    private static void Mark(ICustomAttributeProvider member, MethodDefinition mark)
    {
        if (!member.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == mark.DeclaringType.FullName))
            member.CustomAttributes.Add(new CustomAttribute(mark));
    }

    private static void Return(MethodDefinition method, int value)
    {
        method.Body = new MethodBody(method);
        ILProcessor il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, value);
        il.Emit(OpCodes.Ret);
    }

    private void TakeFields(TypeDefinition from)
    {
        TypeDefinition to = Find(from);
        to.ClassSize = from.ClassSize;
        to.PackingSize = from.PackingSize;
        foreach (FieldDefinition field in from.Fields)
        {
            FieldDefinition? same = to.Fields.FirstOrDefault(other => other.Name == field.Name);
            if (same is null)
            {
                same = new FieldDefinition(field.Name, field.Attributes, Map(field.FieldType));
                to.Fields.Add(same);
            }
            if (from.IsExplicitLayout && !field.IsStatic)
                same.Offset = field.Offset;
        }
    }

    private void TakeMethods(TypeDefinition from)
    {
        TypeDefinition to = Find(from);
        foreach (MethodDefinition method in from.Methods.Where(method => method.HasBody))
        {
            MethodDefinition? same = to.Methods.FirstOrDefault(other => other.FullName == method.FullName);
            if (same is null)
                throw new InvalidDataException($"The class library has no {method.FullName}; it is of another release than the donor's.");
            if (IlOf(same) != IlOf(method))
                CopyBody(method, same);
        }
    }

    /// <summary>Code in a form in which two modules' can be compared.</summary>
    private static string IlOf(MethodDefinition method) => string.Join('\n', method.Body.Instructions.Select(instruction =>
        instruction.Operand is Instruction or Instruction[] ? instruction.OpCode.Name : $"{instruction.OpCode.Name} {instruction.Operand}"));

    private void CopyBody(MethodDefinition from, MethodDefinition to)
    {
        to.Body = new MethodBody(to) { InitLocals = from.Body.InitLocals, MaxStackSize = from.Body.MaxStackSize };
        foreach (VariableDefinition variable in from.Body.Variables)
            to.Body.Variables.Add(new VariableDefinition(Map(variable.VariableType)));
        var copies = from.Body.Instructions.ToDictionary(instruction => instruction, _ => Instruction.Create(OpCodes.Nop));
        foreach ((Instruction source, Instruction copy) in copies)
        {
            copy.OpCode = source.OpCode;
            copy.Operand = source.Operand switch
            {
                Instruction target => copies[target],
                Instruction[] targets => targets.Select(target => copies[target]).ToArray(),
                VariableDefinition variable => to.Body.Variables[variable.Index],
                ParameterDefinition parameter => parameter.Index < 0 ? to.Body.ThisParameter : to.Parameters[parameter.Index],
                FieldReference field => Find(field.DeclaringType.Resolve()).Fields.Single(other => other.Name == field.Name),
                MethodReference method => Map(method),
                TypeReference type => Map(type),
                var constant => constant,
            };
        }
        foreach (Instruction source in from.Body.Instructions)
            to.Body.Instructions.Add(copies[source]);
        foreach (ExceptionHandler handler in from.Body.ExceptionHandlers)
        {
            to.Body.ExceptionHandlers.Add(new ExceptionHandler(handler.HandlerType)
            {
                CatchType = handler.CatchType is null ? null : Map(handler.CatchType),
                TryStart = copies[handler.TryStart],
                TryEnd = copies[handler.TryEnd],
                HandlerStart = copies[handler.HandlerStart],
                HandlerEnd = handler.HandlerEnd is null ? null : copies[handler.HandlerEnd],
                FilterStart = handler.FilterStart is null ? null : copies[handler.FilterStart],
            });
        }
    }

    private TypeDefinition Find(TypeReference type) =>
        _types.TryGetValue(type.FullName, out TypeDefinition? found)
            ? found
            : throw new InvalidDataException($"The class library has no {type.FullName}; it is of another release than the donor's.");

    private TypeReference Map(TypeReference type) => type switch
    {
        PointerType pointer => new PointerType(Map(pointer.ElementType)),
        ByReferenceType reference => new ByReferenceType(Map(reference.ElementType)),
        PinnedType pinned => new PinnedType(Map(pinned.ElementType)),
        ArrayType { IsVector: true } array => new ArrayType(Map(array.ElementType)),
        RequiredModifierType modified => new RequiredModifierType(Map(modified.ModifierType), Map(modified.ElementType)),
        TypeDefinition or { IsGenericInstance: false, IsGenericParameter: false } and not TypeSpecification => Import(type),
        _ => throw new NotSupportedException($"{type.FullName} in the exception handling of the core library"),
    };

    /// <summary>Primitive types have an encoding of their own in signatures, which only the module's type system gives.</summary>
    private TypeReference Import(TypeReference type) => _core.ImportReference(Find(type));

    private MethodReference Map(MethodReference method) =>
        method is MethodSpecification || method.DeclaringType is TypeSpecification
            ? throw new NotSupportedException($"{method.FullName} in the exception handling of the core library")
            : Find(method.DeclaringType).Methods.SingleOrDefault(other => other.FullName == method.FullName)
                ?? throw new InvalidDataException($"The class library has no {method.FullName}; it is of another release than the donor's.");
}
