using System.Net;
using Edge.Cloud.Artifacts;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Configuration;

/// <summary>Checks settings before anything starts: every fault, each with what is allowed.</summary>
internal static class SettingsChecks
{
    /// <summary>Throws when anything is wrong.</summary>
    /// <exception cref="InvalidOperationException">Names every fault.</exception>
    public static void Check(CloudSettings settings)
    {
        List<string> faults = [.. Faults(settings)];
        if (faults.Count > 0)
            throw new InvalidOperationException("The settings are wrong:\n" + string.Join('\n', faults.Select(fault => "  " + fault)));
    }

    private static IEnumerable<string> Faults(CloudSettings settings)
    {
        ListenSettings listen = settings.Listen;
        if (settings.DataPath.Length == 0)
            yield return "dataPath is empty; a folder is allowed";
        bool operatorsOk = IPAddress.TryParse(listen.OperatorAddress, out IPAddress? operators);
        if (!operatorsOk)
            yield return $"listen:operatorAddress is '{listen.OperatorAddress}'; an IP address is allowed";
        // Passwords and sessions never cross a network in the clear.
        if (operatorsOk && !IPAddress.IsLoopback(operators!) && listen.OperatorCertificateFile.Length == 0)
            yield return $"listen:operatorAddress is '{listen.OperatorAddress}' without listen:operatorCertificateFile; without TLS only a loopback address is allowed (put a proxy with TLS before it, or name a certificate)";
        if (!IPAddress.TryParse(listen.DeviceAddress, out _))
            yield return $"listen:deviceAddress is '{listen.DeviceAddress}'; an IP address is allowed";
        foreach ((string name, int port) in new[]
        {
            ("listen:operatorPort", listen.OperatorPort), ("listen:devicePort", listen.DevicePort), ("broker:cloudPort", settings.Broker.CloudPort), ("broker:devicePort", settings.Broker.DevicePort),
        })
        {
            if (port is < 0 or > 65535)
                yield return $"{name} is {port}; 0 to 65535 are allowed";
        }

        if (settings.Database.Kind == SqlDialect.Postgres && settings.Database.ConnectionString.Length + settings.Database.ConnectionStringFile.Length == 0)
            yield return "database:kind is postgres; database:connectionStringFile (or database:connectionString) must say where it is";
        if (settings.Authority.DeviceDays is < 1 or > 398)
            yield return $"authority:deviceDays is {settings.Authority.DeviceDays}; 1 to 398 are allowed";
        if (settings.Releases.TimestampHours is not (>= 0.1 and <= 24 * 31))
            yield return $"releases:timestampHours is {settings.Releases.TimestampHours}; 0.1 to 744 are allowed";
        if (settings.Releases.SnapshotDays is not (>= 0.1 and <= 366))
            yield return $"releases:snapshotDays is {settings.Releases.SnapshotDays}; 0.1 to 366 are allowed";
        if (settings.Rollouts.StepSeconds is not (>= 0.1 and <= 60))
            yield return $"rollouts:stepSeconds is {settings.Rollouts.StepSeconds}; 0.1 to 60 are allowed";
        if (settings.Releases.MaximumTargetBytes < 1)
            yield return $"releases:maximumTargetBytes is {settings.Releases.MaximumTargetBytes}; 1 or more are allowed";
        foreach (string fault in settings.Ingest.Faults())
            yield return fault;
        if (settings.Artifacts.Kind == ArtifactStoreKind.S3 && settings.Artifacts.S3.Bucket.Length == 0)
            yield return "artifacts:kind is s3; artifacts:s3:bucket must name a bucket that exists";
        if (settings.Artifacts.Kind == ArtifactStoreKind.S3 && settings.Artifacts.S3.AccessKey.Length > 0 && settings.Artifacts.S3.SecretKeyFile.Length == 0)
            yield return "artifacts:s3:accessKey is given; artifacts:s3:secretKeyFile must name the file with its secret";
        foreach ((string name, int most) in new[]
        {
            ("rates:operatorPerMinute", settings.Rates.OperatorPerMinute), ("rates:signInPerMinute", settings.Rates.SignInPerMinute), ("rates:enrolPerMinute", settings.Rates.EnrolPerMinute), ("rates:devicePerMinute", settings.Rates.DevicePerMinute),
        })
        {
            if (most < 1)
                yield return $"{name} is {most}; 1 or more are allowed";
        }
    }
}
