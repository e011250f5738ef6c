namespace Edge.Tool.Teaching;

/// <summary>Pictures or options that can't be taught from; the message names the files and what is allowed.</summary>
internal sealed class TeachException(string message) : Exception(message);
