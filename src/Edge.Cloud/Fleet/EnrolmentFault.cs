namespace Edge.Cloud.Fleet;

/// <summary>Why a device is not let in. Each is an error code of the API, in camel case.</summary>
internal enum EnrolmentFault
{
    /// <summary>The token is no token.</summary>
    TokenMalformed,

    /// <summary>The cloud never made it, or an operator withdrew it.</summary>
    TokenUnknown,

    /// <summary>It was used, by another key.</summary>
    TokenUsed,

    /// <summary>Its time is over.</summary>
    TokenExpired,

    /// <summary>It is for another site.</summary>
    OtherSite,

    /// <summary>It is for another device.</summary>
    OtherDevice,

    /// <summary>The id belongs to a device that is enrolled, and the token is not made for that one.</summary>
    DeviceTaken,

    /// <summary>Hardware, serial or id are not what is allowed.</summary>
    BadIdentity,

    /// <summary>The request for a certificate is none, or for a key of another kind.</summary>
    BadRequest,

    /// <summary>The device was given more certificates today than it can have use for.</summary>
    TooMany,

    /// <summary>The device was revoked while it asked.</summary>
    Revoked,
}
