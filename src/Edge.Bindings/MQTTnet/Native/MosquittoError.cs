namespace MQTTnet.Native;

/// <summary>Return codes and options of mosquitto.h that the client tells apart.</summary>
internal static class MosquittoError
{
    public const int Success = 0;
    public const int NoConnection = 4;
    public const int ConnectionRefused = 5;
    public const int ConnectionLost = 7;
    public const int Errno = 14;
    public const int MalformedUtf8 = 18;
    public const int Invalid = 3;

    public const int OptionProtocolVersion = 1;
    public const int OptionTcpNoDelay = 11;
    public const int OptionTlsUseOsCertificates = 13;
    public const int ProtocolV5 = 5;
    public const int LogError = 1 << 3;
}
