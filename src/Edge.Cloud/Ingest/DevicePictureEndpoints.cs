using System.Security.Cryptography;
using System.Text.Json;
using Edge.Cloud.Hosting;
using Edge.Cloud.Security;
using Edge.Contracts.Evidence;
using Edge.Contracts.Topics;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.Cloud.Ingest;

/// <summary><c>PUT /api/v1/device/pictures/{subject}</c>: a device gives a picture that it was asked for. The device is the one of the certificate; its body says nothing about whose picture it is.</summary>
internal static class DevicePictureEndpoints
{
    private const int MaximumBytes = 16 << 20;
    private const int MaximumAboutBytes = 64 * 1024;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/v1/device/pictures/{subject}", PutAsync)
            .RequireAuthorization(Policies.Device)
            .ServedOn(Listener.Devices)
            .DisableAntiforgery()
            .WithTags("Evidence");

    private static async Task<IResult> PutAsync(string subject, EvidenceStore store, HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaximumBytes + (2 * MaximumAboutBytes);
        if (!context.Request.HasFormContentType)
            return ApiProblem.Bad("badForm", "multipart/form-data with the parts 'about' and 'picture' is required");
        IFormCollection form = await context.Request.ReadFormAsync(
            new FormOptions { BufferBody = false, MemoryBufferThreshold = 1 << 20, MultipartBodyLengthLimit = MaximumBytes, ValueLengthLimit = MaximumAboutBytes, ValueCountLimit = 8 }, context.RequestAborted);
        if (ReadAbout(form, subject) is not { } about)
            return ApiProblem.Bad("badAbout", "the part 'about' is not as documented, or about another picture");
        if (form.Files.GetFile("picture") is not { Length: > 0 and <= MaximumBytes } file)
            return ApiProblem.Bad("badPicture", $"the part 'picture' must be there, with at most {MaximumBytes} bytes");
        var jpeg = new byte[file.Length];
        await using (Stream content = file.OpenReadStream())
            await content.ReadExactlyAsync(jpeg, context.RequestAborted);
        if (JpegSize.Read(jpeg) is not { } size)
            return ApiProblem.Bad("badPicture", "the part 'picture' is no JPEG");
        if (!Convert.ToHexStringLower(SHA256.HashData(jpeg)).Equals(about.Sha256, StringComparison.Ordinal))
            return ApiProblem.Bad("badDigest", "the part 'picture' has not the SHA-256 that 'about' says");
        EvidenceOutcome outcome = await store.PutAsync(context.User.Identity!.Name!, about, size, jpeg, context.RequestAborted);
        return outcome switch
        {
            EvidenceOutcome.Kept => TypedResults.NoContent(),
            EvidenceOutcome.Known => ApiProblem.Conflict("known", "the picture is here already"),
            EvidenceOutcome.OverBudget => ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "overBudget", "the device's day is full; ask again tomorrow"),
            _ => ApiProblem.Of(StatusCodes.Status403Forbidden, "unasked", "nobody asked for this picture"),
        };
    }

    private static PictureAbout? ReadAbout(IFormCollection form, string subject)
    {
        try
        {
            // A client may send the part with or without a file name; without one it is a value.
            string text = form["about"].ToString();
            PictureAbout? about = text.Length == 0 ? null : JsonSerializer.Deserialize(text, PictureJson.Default.PictureAbout);
            return about is not null
                && Guid.TryParse(about.Subject, out Guid id) && Guid.TryParse(subject, out Guid asked) && id == asked
                && (about.Camera is null || EdgeId.IsValid(about.Camera))
                && about.Labels.Count <= 500
                && about.Reason is not { Length: > 50 }
                && about.Labels.All(label => label.Class.Length is > 0 and <= 128 && label.X is >= -1 and <= 2 && label.Y is >= -1 and <= 2 && label.Width is >= 0 and <= 2 && label.Height is >= 0 and <= 2)
                    ? about
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
