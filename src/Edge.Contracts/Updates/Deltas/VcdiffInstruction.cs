namespace Edge.Contracts.Updates.Deltas;

/// <summary>Kinds of instruction, with their values in a code table (RFC 3284, section 5.4).</summary>
internal enum VcdiffInstructionKind : byte
{
    /// <summary>No second instruction in this entry.</summary>
    None,

    /// <summary>Bytes from the data section.</summary>
    Add,

    /// <summary>One byte of the data section, repeated.</summary>
    Run,

    /// <summary>Bytes from the source segment, or of this window, that are known already.</summary>
    Copy,
}

/// <summary>One half of a code table's entry.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Size">Bytes made; 0: the size follows in the instruction section.</param>
/// <param name="Mode">How the address of a copy is written, 0 to 8.</param>
internal readonly record struct VcdiffInstruction(VcdiffInstructionKind Kind, byte Size, byte Mode);
