namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>How the Sparkplug node stands.</summary>
/// <param name="IsBorn">Its births were sent and the session stands.</param>
/// <param name="Births">Births of the node since the agent started, rebirths included.</param>
/// <param name="Messages">Messages published since the agent started.</param>
/// <param name="CommandsDropped">Commands that could not be read, were for nobody, or came too fast.</param>
/// <param name="SamplesLost">Changes given up while nobody listened.</param>
public readonly record struct SparkplugStatus(bool IsBorn, long Births, long Messages, long CommandsDropped, long SamplesLost);
