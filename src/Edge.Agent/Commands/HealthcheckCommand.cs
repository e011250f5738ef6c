using System.CommandLine;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent healthcheck</c>: asks the running agent's health page, for container engines. Needs <c>health.prometheusPort</c>.</summary>
internal static class HealthcheckCommand
{
    public static Command Create()
    {
        var command = new Command("healthcheck", "Ask the running agent on this machine whether it is alive. Exit status 0 alive, 1 not. Needs health.prometheusPort.");
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (common.Load(parsed) is not { } settings)
                return ExitStatus.BadInput;
            if (settings.Health.PrometheusPort == 0)
            {
                await Console.Error.WriteLineAsync("healthcheck: health.prometheusPort is 0 (off); set it to a port to be able to ask");
                return ExitStatus.BadInput;
            }

            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://127.0.0.1:{settings.Health.PrometheusPort}/healthz"), cancellationToken);
                await Console.Out.WriteLineAsync((await answer.Content.ReadAsStringAsync(cancellationToken)).TrimEnd());
                return answer.IsSuccessStatusCode ? ExitStatus.Done : ExitStatus.Failed;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Console.Error.WriteLineAsync($"healthcheck: no agent answers on port {settings.Health.PrometheusPort}: {e.Message}");
                return ExitStatus.Failed;
            }
        });
        return command;
    }
}
