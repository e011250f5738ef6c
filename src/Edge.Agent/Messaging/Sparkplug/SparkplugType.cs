namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>Sparkplug's data types that we use, with their numbers (specification 3.0.0, section 6.4.16).</summary>
internal enum SparkplugType : uint
{
    Int32 = 3,
    Int64 = 4,
    Double = 10,
    Boolean = 11,
    String = 12,
}
