using System.Net;
using System.Net.Http.Json;
using Edge.Cloud.Fleet;
using Edge.Cloud.Security;
using Edge.Cloud.Tests.Storage;
using Edge.Contracts.Enrolment;
using Edge.Testing;
using Edge.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Fleet;

/// <summary>Two instances of one cloud on PostgreSQL.</summary>
public sealed class InstancesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task Change_ByOneInstance_IsSeenByTheOther()
    {
        string connection = await postgres.Server.CreateDatabaseAsync(), shared = Directory.CreateTempSubdirectory("edge-authority-").FullName;
        await using TestCloud one = await TestCloud.StartOnPostgresAsync(connection, shared), two = await TestCloud.StartOnPostgresAsync(connection, shared);
        long before = two.Services.GetRequiredService<FleetFeed>().Latest;
        using var deadline = new CancellationTokenSource(Deadline.Default);
        Task<FleetEvent> next = Task.Run(async () => await two.Services.GetRequiredService<FleetFeed>().ReadAsync(before, deadline.Token).FirstAsync(deadline.Token), deadline.Token);

        TestDevice device = await one.EnrolAsync("press-1");
        Assert.Equal((FleetEventKinds.Enrolment, "press-1"), (await next is var change ? change.Kind : "", (await next).Subject));
        DeviceDirectory directory = two.Services.GetRequiredService<DeviceDirectory>();
        await Deadline.UntilAsync(() => directory.Find("press-1") is { Revoked: false, Site: "plant" }, "the other instance knows the device");

        HttpClient admin = await one.OperatorAsync(OperatorRole.Admin);
        Assert.True((await admin.PostAsJsonAsync(new Uri("/api/v1/devices/press-1/revoke", UriKind.Relative), new { reason = "stolen" })).IsSuccessStatusCode);
        // By HTTP at once, in memory and in the broker's list as soon as the word is around.
        using HttpResponseMessage refused = await two.Device(device.WithKey).PostAsJsonAsync(
            new Uri("/api/v1/device/certificate", UriKind.Relative), new CertificateRenewal(TestDevice.SigningRequest(device.Key)), EnrolmentJson.Default.CertificateRenewal);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await Deadline.UntilAsync(() => directory.Find("press-1") is { Revoked: true }, "the other instance knows that it is revoked");
        Directory.Delete(shared, recursive: true);
    }

    [PostgresFact]
    public async Task Instance_WithAnAuthorityOfItsOwn_DoesNotStart()
    {
        string connection = await postgres.Server.CreateDatabaseAsync();
        await using TestCloud one = await TestCloud.StartOnPostgresAsync(connection);
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestCloud.StartOnPostgresAsync(connection));
        Assert.Contains("Copy the folder 'authority'", refused.Message, StringComparison.Ordinal);
    }
}
