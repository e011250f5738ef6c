using System.Text.Json;
using Edge.Agent.Messaging;
using Edge.Contracts.Evidence;
using Edge.Contracts.Messages;

namespace Edge.Agent.Cloud;

/// <summary><c>command/pictures</c>: the cloud asks for evidence of alerts and verdicts, and for hard examples. Answered at once; uploaded over HTTPS, in the device's own time and budget.</summary>
/// <param name="uploader">Uploads.</param>
/// <param name="evidence">Pictures of alerts and verdicts.</param>
/// <param name="examples">The hardest examples, the hardest first; gets how many are wanted at most.</param>
internal sealed class PicturesCommand(PictureUploader uploader, EvidenceFiles evidence, Func<int, IEnumerable<WaitingPicture>> examples) : ICommandHandler
{
    private const int MaximumExamples = 1000;

    /// <inheritdoc/>
    public string Name => "pictures";

    /// <inheritdoc/>
    public Task<CommandResponse> HandleAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        PictureRequest? wanted = Read(request.Arguments, out string fault);
        return Task.FromResult(wanted is null
            ? CommandResponse.Failed(CommandErrorCode.BadArgument, fault)
            : CommandResponse.Done(JsonSerializer.SerializeToElement(Take(wanted), PictureJson.Default.PictureAnswer)));
    }

    private static PictureRequest? Read(JsonElement? arguments, out string fault)
    {
        try
        {
            PictureRequest? read = arguments?.Deserialize(PictureJson.Default.PictureRequest);
            fault = read switch
            {
                null => "budgetBytes is required.",
                { BudgetBytes: < 0 } => "budgetBytes: 0 or more.",
                { Wishes.Count: > PictureRequest.MaximumWishes } => $"wishes: at most {PictureRequest.MaximumWishes}.",
                { Examples: < 0 or > MaximumExamples } => $"examples: 0 to {MaximumExamples}.",
                _ when read.Wishes.Any(wish => !Guid.TryParse(wish.Subject, out _) || wish.Kind == PictureKind.Example) => "wishes: each needs a UUID as subject, and the kind alert or verdict.",
                _ => "",
            };
            return fault.Length == 0 ? read : null;
        }
        catch (JsonException e)
        {
            fault = $"{e.Path}: not as documented.";
            return null;
        }
    }

    private PictureAnswer Take(PictureRequest wanted)
    {
        long left = Math.Min(wanted.BudgetBytes, uploader.LeftBytes);
        int accepted = 0, sent = 0, over = 0;
        var missing = new List<string>();
        foreach (PictureWish wish in wanted.Wishes)
        {
            if (evidence.Find(wish.EvidenceId) is not { } file)
                missing.Add(wish.Subject);
            else if (Offer(new WaitingPicture(file, new PictureAbout { Subject = wish.Subject, Kind = wish.Kind, TakenAt = EvidenceFiles.TakenAt(file), SizeBytes = 0, Sha256 = "" }), ref left))
                accepted++;
            else
                over++;
        }

        foreach (WaitingPicture example in examples(wanted.Examples))
        {
            if (Offer(example, ref left))
                sent++;
            else
                over++;
        }

        return new PictureAnswer(accepted, sent, missing, over, left);
    }

    private bool Offer(WaitingPicture picture, ref long left)
    {
        long size = picture.File.Exists ? picture.File.Length : long.MaxValue;
        if (size > left || !uploader.Offer(picture))
            return false;
        left -= size;
        return true;
    }
}
