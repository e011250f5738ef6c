using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Edge.Cloud.Ingest;
using Edge.Cloud.Tests.Scenes;
using Edge.Contracts.Evidence;
using Edge.Contracts.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Dashboard;

/// <summary>Sixteen devices at three sites: most do their work, one is offline, one is hot, one has a dead camera, one never came.</summary>
internal static class StreetFleet
{
    public const string Picture = "cam-01";
    private static readonly (string Site, int Devices)[] Sites = [("harbour", 7), ("old-town", 5), ("plant-2", 4)];

    public static async Task<FleetScene> StartAsync()
    {
        FleetScene scene = await FleetScene.StartAsync();
        string old = await scene.PublishAsync("street", "1.4.0", 1);
        await scene.PublishAsync("street", "1.5.0", 2);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        int number = 0;
        foreach ((string site, int count) in Sites)
        {
            for (int i = 0; i < count; i++)
            {
                number++;
                string id = string.Create(CultureInfo.InvariantCulture, $"cam-{number:00}");
                SceneDevice device = await scene.AddAsync(id, site, number % 5 == 1 ? [("tier", "canary"), ("light", "night")] : []);
                if (number == 16)
                    continue;
                await device.StateAsync();
                await device.TelemetryAsync(38 + number * 2, number == 9 ? 88 : 50 + number, condition: number == 12 ? "stalled" : "streaming", cameras: number == 12 ? 2 : 1);
                await device.ReportAsync(old, "1.4.0");
                if (number == 5)
                    await device.StateAsync(DeviceStatus.Offline);
            }
        }

        await AddPastAsync(scene, now);
        await AddAlertsAsync(scene, now);
        return scene;
    }

    private static async Task AddPastAsync(FleetScene scene, DateTimeOffset now)
    {
        var random = new Random(3);
        await scene.Database.WriteAsync(
            async (connection, transaction) =>
            {
                long span = now.ToUnixTimeMilliseconds() / 300_000 * 300_000;
                // A day in spans of five minutes, with an hour in which the link was down.
                await connection.ExecuteAsync(
                    "INSERT INTO telemetry_history (device, span_at, samples, frames_per_second, latency_p99_ms, temperature_c, memory_bytes, outbox_depth) VALUES (@Device, @At, 5, @Fps, @P99, @Temperature, 200000000, 0)",
                    Enumerable.Range(1, 280).Where(i => i is < 120 or > 132).Select(i => new { Device = Picture, At = span - i * 300_000L, Fps = 14.4 + random.NextDouble() * .5, P99 = 40 + 9 * Math.Sin(i / 30.0) + random.NextDouble() * 5, Temperature = 54 + 6 * Math.Sin(i / 45.0) + random.NextDouble() }).ToList(),
                    transaction);
                await connection.ExecuteAsync(
                    "INSERT INTO coverage (device, camera, day, minutes_watched, at, payload) VALUES (@Device, 'yard', @Day, @Minutes, 1, @Payload)",
                    Enumerable.Range(1, 13).Select(i => new { Device = Picture, Day = now.AddDays(-i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Minutes = i == 4 ? 1020L : 1440L - i % 3 * 4, Payload = "{}"u8.ToArray() }).ToList(),
                    transaction);
                return true;
            },
            CancellationToken.None);
        await scene.Devices[Picture].CoverageAsync(DateOnly.FromDateTime(now.UtcDateTime), (int)now.UtcDateTime.TimeOfDay.TotalMinutes);
    }

    private static async Task AddAlertsAsync(FleetScene scene, DateTimeOffset now)
    {
        IReadOnlyList<byte[]> pictures = await DrawAsync();
        await scene.SayAsync($"edge/v1/harbour/{Picture}/thumbnails/yard", pictures[0]);
        (string Device, string What, string Rule, string Zone, int MinutesAgo)[] alerts =
        [
            (Picture, "person", "somebody", "pavement", 2), ("cam-03", "truck", "parked-truck", "fire-lane", 9), ("cam-09", "person", "after-hours", "gate", 24), (Picture, "bicycle", "left-alone", "rack", 41),
            ("cam-13", "person", "somebody", "loading-bay", 66), ("cam-02", "car", "wrong-way", "ramp", 95), (Picture, "person", "somebody", "pavement", 140), ("cam-07", "dog", "loose-dog", "yard", 190),
        ];
        EvidenceStore evidence = scene.Cloud.Services.GetRequiredService<EvidenceStore>();
        AlertStore store = scene.Cloud.Services.GetRequiredService<AlertStore>();
        for (int i = alerts.Length - 1; i >= 0; i--)
        {
            (string device, string what, string rule, string zone, int minutes) = alerts[i];
            Guid alert = await scene.Devices[device].AlertAsync(what, rule, zone, now.AddMinutes(-minutes), hasEvidence: true);
            string subject = alert.ToString("D");
            await evidence.WishAsync(device, subject, EvidenceKinds.Alert, "test", CancellationToken.None);
            byte[] picture = pictures[i % pictures.Count];
            if (i != 5)
                await evidence.PutAsync(device, new PictureAbout { Subject = subject, Kind = PictureKind.Alert, Camera = "yard", TakenAt = now.AddMinutes(-minutes), SizeBytes = picture.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(picture)) }, JpegSize.Read(picture)!.Value, picture, CancellationToken.None);
            if (i is 3 or 6)
                await store.MarkAsync(device, subject, new AlertMark(i == 3 ? "false" : "right"), "ana", CancellationToken.None);
            if (i == 7)
                await store.AcknowledgeAsync(device, subject, "ana", CancellationToken.None);
        }
    }

    /// <summary>Four street scenes, drawn by ffmpeg: a yard with a box around what was seen.</summary>
    private static async Task<IReadOnlyList<byte[]>> DrawAsync()
    {
        string folder = Directory.CreateTempSubdirectory("edge-street-").FullName;
        try
        {
            var pictures = new List<byte[]>();
            (int X, int Y, int Width, int Height, string Colour)[] objects = [(300, 150, 44, 118, "0x2f4a66"), (360, 170, 170, 92, "0x8a5a2b"), (170, 160, 40, 108, "0x5d3a5f"), (420, 210, 88, 58, "0x30615a")];
            for (int i = 0; i < objects.Length; i++)
            {
                (int x, int y, int width, int height, string colour) = objects[i];
                string filter = "drawbox=0:0:640:150:0x9db4bd:fill,drawbox=0:150:640:210:0x5b5f5d:fill,drawbox=0:150:640:44:0x8d8a80:fill,drawbox=40:40:150:130:0x7a6a58:fill,drawbox=470:20:140:150:0x6b7277:fill,"
                    + "drawbox=70:70:36:44:0x31424b:fill,drawbox=130:70:36:44:0x31424b:fill,drawbox=500:52:40:50:0x2f3b40:fill,drawbox=120:268:80:7:0xd9d9cf:fill,drawbox=300:268:80:7:0xd9d9cf:fill,drawbox=480:268:80:7:0xd9d9cf:fill,"
                    + $"drawbox={x}:{y}:{width}:{height}:{colour}:fill,drawbox={x - 8}:{y - 8}:{width + 16}:{height + 16}:0xff3b30:3,noise=alls=9:allf=t";
                string file = Path.Combine(folder, $"{i}.jpg");
                using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", "color=c=0x5b5f5d:s=640x360", "-vf", filter, "-frames:v", "1", "-q:v", "4", file]))!;
                await ffmpeg.WaitForExitAsync();
                Assert.Equal(0, ffmpeg.ExitCode);
                pictures.Add(await File.ReadAllBytesAsync(file));
            }

            return pictures;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
