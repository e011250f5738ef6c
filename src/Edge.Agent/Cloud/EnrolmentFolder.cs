using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Agent.Identity;
using Edge.Agent.Outbox;

namespace Edge.Agent.Cloud;

/// <summary>
/// What a device keeps of its enrolment, in <c>{dataPath}/cloud</c>. <c>enrolment.json</c> is the truth and is replaced as a whole, so that no cut of power
/// mixes an old certificate with a new one; <c>certificate.pem</c> and <c>ca.pem</c> are copies for the broker's client, put in order at each load.
/// </summary>
public sealed class EnrolmentFolder
{
    private const long MaximumBytes = 1 << 20;

    /// <summary>The folder under <paramref name="dataPath"/>; nothing is made.</summary>
    public EnrolmentFolder(string dataPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataPath);
        DataPath = dataPath;
        Folder = System.IO.Path.Combine(dataPath, "cloud");
    }

    /// <summary>The agent's data folder.</summary>
    public string DataPath { get; }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The device's certificate and its authorities, for the broker's client.</summary>
    public string CertificateFile => System.IO.Path.Combine(Folder, "certificate.pem");

    /// <summary>The roots, for the broker's client.</summary>
    public string CaFile => System.IO.Path.Combine(Folder, "ca.pem");

    /// <summary>The device's private key.</summary>
    public string KeyFile => System.IO.Path.Combine(DataPath, DeviceKey.FileName);

    private string File => System.IO.Path.Combine(Folder, "enrolment.json");

    /// <summary>What is kept; null where the device is not enrolled.</summary>
    /// <exception cref="EnrolmentException">There is something that can't be read, or is no enrolment. It is never replaced by itself.</exception>
    public DeviceEnrolment? Load()
    {
        try
        {
            if (!System.IO.File.Exists(File))
                return null;
            if (new FileInfo(File).Length > MaximumBytes)
                throw new EnrolmentException($"'{File}' has more than {MaximumBytes} bytes; is it the right file?");
            DeviceEnrolment enrolment = JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), EnrolmentFileJson.Default.DeviceEnrolment)
                ?? throw new EnrolmentException($"'{File}' is no enrolment; enrol again: edge-agent enroll --again");
            PutInOrder(CertificateFile, enrolment.Certificate);
            PutInOrder(CaFile, enrolment.Ca);
            return enrolment;
        }
        catch (JsonException e)
        {
            throw new EnrolmentException($"'{File}' is no enrolment ({e.Path}); enrol again: edge-agent enroll --again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnrolmentException($"'{File}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>Keeps <paramref name="enrolment"/> in place of what was there; on the disk when this returns.</summary>
    /// <exception cref="EnrolmentException">The disk refuses; what was there is still in force.</exception>
    public void Save(DeviceEnrolment enrolment)
    {
        try
        {
            bool isNew = !Directory.Exists(Folder);
            Directory.CreateDirectory(Folder);
            if (isNew)
                DirectorySync.Flush(DataPath);
            DurableFile.Write(File, JsonSerializer.SerializeToUtf8Bytes(enrolment, EnrolmentFileJson.Default.DeviceEnrolment), DurableFile.Public);
            PutInOrder(CertificateFile, enrolment.Certificate);
            PutInOrder(CaFile, enrolment.Ca);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnrolmentException($"'{File}' can't be written: {e.Message}", e);
        }
    }

    private static void PutInOrder(string path, string content)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        if (!System.IO.File.Exists(path) || !CryptographicOperations.FixedTimeEquals(System.IO.File.ReadAllBytes(path), bytes))
            DurableFile.Write(path, bytes, DurableFile.Public);
    }
}
