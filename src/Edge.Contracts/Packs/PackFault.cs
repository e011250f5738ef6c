namespace Edge.Contracts.Packs;

/// <summary>What is wrong with a refused pack, for programs; the message says which file and what is allowed.</summary>
public enum PackFault
{
    /// <summary>It is not there, or can't be read.</summary>
    Unreadable,

    /// <summary>Not a zip, cut short, or its directory is damaged.</summary>
    Damaged,

    /// <summary>A path that leads out of the pack: <c>..</c>, absolute, a drive, a backslash.</summary>
    PathOutside,

    /// <summary>A name with letters that are not allowed, too long, hidden or too deep.</summary>
    ForbiddenName,

    /// <summary>A symbolic link, a device, a pipe or a socket.</summary>
    Link,

    /// <summary>Two files of one name, of names that differ only in letter case, or a file that is a folder too.</summary>
    DuplicateName,

    /// <summary>It grows too much when unpacked, or a file is not as long as the directory says.</summary>
    Bomb,

    /// <summary>A file, all files together, or their number is over the limit; or a file is empty.</summary>
    Oversize,

    /// <summary>A file that the manifest lists is not there, or there is no manifest.</summary>
    MissingFile,

    /// <summary>A file that the manifest does not list.</summary>
    UnlistedFile,

    /// <summary>A file is not the one whose SHA-256 the manifest gives.</summary>
    WrongHash,

    /// <summary>The manifest is not JSON of the right form, or says something impossible.</summary>
    Manifest,

    /// <summary>A golden vector's file is no tensor.</summary>
    GoldenFile,

    /// <summary>The file of what good parts look like is no such memory, is cut short or too large, or holds what is no number.</summary>
    BankFile,

    /// <summary>It needs a newer agent.</summary>
    NewerAgent,

    /// <summary>The signature file is of the wrong form.</summary>
    SignatureFile,

    /// <summary>It is not signed, and has to be.</summary>
    Unsigned,

    /// <summary>It is signed, but by no key that is trusted here.</summary>
    UntrustedKey,

    /// <summary>The signature of a trusted key is not one of this manifest.</summary>
    WrongSignature,
}
