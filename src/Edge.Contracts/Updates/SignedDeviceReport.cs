using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Contracts.Receipts;

namespace Edge.Contracts.Updates;

/// <summary>A <see cref="DeviceReport"/> with the signature of the device's key.</summary>
/// <param name="Report">The report as JSON. What is signed is its canonical form (RFC 8785), so white space and the order of fields do not matter, and fields that a reader does not know are covered.</param>
/// <param name="KeyId">SHA-256 of the key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</param>
/// <param name="Signature">ECDSA on P-256 with SHA-256 over <c>edge.report.v1</c>, a line feed and the canonical form; DER with the smaller s, base64.</param>
public sealed record SignedDeviceReport(JsonElement Report, string KeyId, string Signature)
{
    // The same key signs receipts, certificate requests and TLS handshakes: no bytes may mean two things.
    private static readonly byte[] Domain = "edge.report.v1\n"u8.ToArray();

    /// <summary>Signs <paramref name="report"/>.</summary>
    /// <param name="report">The report.</param>
    /// <param name="key">The device's private key; stays the caller's, one thread at a time.</param>
    public static SignedDeviceReport Sign(DeviceReport report, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(report);
        JsonElement json = JsonSerializer.SerializeToElement(report, ReportJson.Default.DeviceReport);
        return new SignedDeviceReport(json, ReceiptKey.Of(key).Id, ReceiptSignature.Sign(key, SignedBytes(json)));
    }

    /// <summary>The report, where it is signed by <paramref name="key"/>.</summary>
    /// <param name="key">The key that the device enrolled with.</param>
    /// <param name="report">The report.</param>
    /// <param name="fault">Why there is none, for people.</param>
    public bool TryVerify(ReceiptKey key, [NotNullWhen(true)] out DeviceReport? report, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(key);
        report = null;
        if (KeyId != key.Id)
        {
            fault = "report: signed by another key than the device's.";
            return false;
        }

        try
        {
            using ECDsa ecdsa = key.Open();
            if (!ReceiptSignature.Verify(ecdsa, SignedBytes(Report), Encoding.ASCII.GetBytes(Signature)))
            {
                fault = "report: the signature is not the device's over this report.";
                return false;
            }

            report = Report.Deserialize(ReportJson.Default.DeviceReport)!;
            fault = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            // Signed, and yet no report: a device of another make, or a broken one.
            fault = $"report: {e.Message}";
            return false;
        }
    }

    /// <summary>The report, whoever signed it: for showing only. Null where it is none.</summary>
    public DeviceReport? Read()
    {
        try
        {
            return Report.Deserialize(ReportJson.Default.DeviceReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] SignedBytes(JsonElement report)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        bytes.Write(Domain);
        CanonicalJson.Write(report, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
