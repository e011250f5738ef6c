namespace Edge.Agent.Configuration;

/// <summary>What is wrong with a setting; the stable word of the JSON form.</summary>
public enum SettingsFaultKind
{
    /// <summary>The file is missing, unreadable, too large or not UTF-8 text.</summary>
    File,

    /// <summary>The text is not YAML, or uses parts of YAML that are not allowed here.</summary>
    Syntax,

    /// <summary>No setting has this name.</summary>
    UnknownKey,

    /// <summary>The same key is written twice in one place.</summary>
    DuplicateKey,

    /// <summary>A setting that must be given is not.</summary>
    Missing,

    /// <summary>A list where a text belongs, a text where a number belongs, and so on.</summary>
    WrongType,

    /// <summary>The right type, but not one of the values, the form or the range that is allowed.</summary>
    OutOfRange,

    /// <summary>It names something that does not exist.</summary>
    UnknownReference,

    /// <summary>Two things have one id.</summary>
    DuplicateId,

    /// <summary>Two settings that are each allowed do not fit together.</summary>
    Contradiction,

    /// <summary>A secret in a place where it would be seen, or a secret that cannot be read.</summary>
    Secret,

    /// <summary>Allowed, but probably not what was meant. Only in warnings.</summary>
    Advice,
}
