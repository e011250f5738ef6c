using System.Text.Json;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>A release that is not taken, or is taken back: which fault, and in words what, where and what is allowed.</summary>
public sealed class UpdateRefusedException : Exception
{
    /// <summary>Says nothing; use another constructor.</summary>
    public UpdateRefusedException()
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>.</summary>
    public UpdateRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public UpdateRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses because of a <paramref name="fault"/>.</summary>
    /// <param name="fault">Which.</param>
    /// <param name="message">In words.</param>
    /// <param name="detail">The name of the narrower fault, where there is one: a <c>PackFault</c>, a <c>ModelFault</c>.</param>
    /// <param name="innerException">How it was found out.</param>
    public UpdateRefusedException(UpdateFault fault, string message, string detail = "", Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
        Detail = detail;
    }

    /// <summary>Which fault.</summary>
    public UpdateFault Fault { get; } = UpdateFault.Internal;

    /// <summary>The narrower fault's name; empty for none.</summary>
    public string Detail { get; } = "";

    /// <summary>As reports name it: <c>wrongHash</c>, <c>form.pathOutside</c>.</summary>
    public string FaultName => Detail.Length == 0 ? NameOf(Fault) : NameOf(Fault) + "." + JsonNamingPolicy.CamelCase.ConvertName(Detail);

    /// <summary>A fault's name in reports.</summary>
    public static string NameOf(UpdateFault fault) => JsonNamingPolicy.CamelCase.ConvertName(fault.ToString());
}
