using System.Text.Json;
using Edge.Agent.Cloud;
using Edge.Agent.Configuration;
using Edge.Agent.Messaging;
using Edge.Agent.Tests.Messaging;
using Edge.Agent.Tests.Pipeline;
using Edge.Contracts.Evidence;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;
using Edge.Domain.Frames;
using Edge.Testing;
using Edge.Testing.Brokers;
using Edge.Vision.Images;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;

namespace Edge.Agent.Tests.Cloud;

/// <summary>An enrolled device with a real broker that asks for certificates, as the cloud sets it up.</summary>
public sealed class CloudLinkTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryOutbox _outbox = new();
    private TestEnrolmentCloud _cloud = null!;
    private MosquittoBroker _broker = null!;
    private EnrolledDevice _device = null!;
    private CloudLink _link = null!;
    private Messenger _messenger = null!;
    private CertificateRenewer _renewer = null!;
    private PictureUploader _uploader = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _cloud = await TestEnrolmentCloud.StartAsync(_authority);
        _broker = await MosquittoBroker.StartAsync(new BrokerOptions { Authority = _authority, RequireClientCertificate = true });
        _device = new EnrolledDevice(_authority, _broker.Port, _cloud.Address);
        EdgeSettings settings = _device.Settings;
        _link = CloudLink.Open(settings, "boot-1", TimeProvider.System, NullLoggerFactory.Instance)!;
        _messenger = new Messenger(new MessengerParts
        {
            Device = settings.Device,
            Mqtt = settings.Mqtt,
            State = new DeviceState(DeviceStatus.Offline, "0.2.0", "m1", "boot-1", DateTimeOffset.UnixEpoch),
            Outbox = _outbox,
            Snapshots = new NoSnapshots(),
            Reloader = new NoReload(),
            Desired = _link,
            MoreCommands = _link.Commands,
            Clock = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        });
        BackgroundService[] services = [.. _link.Attach(_messenger, engine: null)];
        _renewer = services.OfType<CertificateRenewer>().Single();
        _uploader = services.OfType<PictureUploader>().Single();
        await _uploader.StartAsync(CancellationToken.None);
        _running = _messenger.RunAsync(_stop.Token);
        await ConnectedAsync(1);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Deadline.Default);
        await _uploader.StopAsync(CancellationToken.None);
        _uploader.Dispose();
        _renewer.Dispose();
        _messenger.Dispose();
        _link.Dispose();
        _device.Dispose();
        await _broker.DisposeAsync();
        await _cloud.DisposeAsync();
        _authority.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Device_Connected_SaysSignedWhatItRuns()
    {
        (ReportedState reported, DeviceReport report) = await ReportedAsync(_ => true);

        Assert.True(reported.Accepted);
        Assert.Null(reported.DesiredVersion);
        Assert.Equal(("north", "cam-1", "kit-2", "0007", "boot-1"), (report.Site, report.Device, report.Hardware, report.Serial, report.BootId));
        Assert.True(report.Sequence > 0);
    }

    [Fact]
    public async Task Desired_Accepted_IsInTheSignedReport()
    {
        await PublishAsync(new DesiredState(7, null) { Rollout = "r-1" });

        (ReportedState reported, DeviceReport report) = await ReportedAsync(state => state.DesiredVersion == 7);
        Assert.True(reported.Accepted);
        Assert.Equal((7, "r-1"), (report.DesiredVersion, report.Rollout));
    }

    [Fact]
    public async Task Desired_Refused_IsAnsweredAndTheSignedReportKeepsTheLast()
    {
        await PublishAsync(new DesiredState(7, null));
        await ReportedAsync(state => state.DesiredVersion == 7);
        await PublishAsync(new DesiredState(8, null) { Targets = new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "models/a.pack" } });

        (ReportedState reported, DeviceReport report) = await ReportedAsync(state => state.DesiredVersion == 8);
        Assert.Contains("takes no releases", Assert.Single(reported.Errors), StringComparison.Ordinal);
        Assert.Equal(7, report.DesiredVersion);
    }

    [Fact]
    public async Task Reports_OneAfterAnother_HaveGrowingNumbers()
    {
        (_, DeviceReport first) = await ReportedAsync(_ => true);
        await PublishAsync(new DesiredState(3, null));
        (_, DeviceReport second) = await ReportedAsync(state => state.DesiredVersion == 3);

        Assert.True(second.Sequence > first.Sequence);
    }

    [Fact]
    public async Task Certificate_Renewed_IsUsedAtOnce_NoMessageIsLostAndNobodySaysOffline()
    {
        _cloud.Renew = request => _cloud.Issue(request.Csr, "cam-1");
        await using MosquittoSubscriber states = await SubscribeAsync("edge/v1/north/cam-1/state");
        await using MosquittoSubscriber alerts = await SubscribeAsync("edge/v1/north/cam-1/alerts/+");
        await states.NextAsync();
        Send(0, 50);

        await _renewer.RenewAsync(CancellationToken.None);
        Send(50, 50);
        await ConnectedAsync(2);
        Send(100, 50);

        var numbers = new HashSet<string>();
        while (numbers.Count < 150)
            numbers.Add((await alerts.NextAsync()).Text);
        Assert.Equal(["CN=cam-1"], _cloud.Renewals);
        DeviceEnrolment kept = _device.Folder.Load()!;
        Assert.NotEqual(_device.Enrolment.Certificate, kept.Certificate);
        Assert.Equal(kept.Certificate, await File.ReadAllTextAsync(_device.Folder.CertificateFile));
        Assert.Contains("\"online\"", (await states.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_RenewedTwice_IsAskedWithTheNewest()
    {
        _cloud.Renew = request => _cloud.Issue(request.Csr, "cam-1");
        await _renewer.RenewAsync(CancellationToken.None);
        await _renewer.RenewAsync(CancellationToken.None);

        Assert.Equal(2, _cloud.Renewals.Count);
        using var http = CloudHttp.Of(_device.Folder.Load()!, _device.Folder);
        Assert.NotNull(await http.Client.GetStringAsync(new Uri("api/v1/ca", UriKind.Relative)));
    }

    [Fact]
    public async Task Renewal_ThatFails_LeavesTheCertificateInForce()
    {
        Assert.Contains("503", (await Assert.ThrowsAsync<EnrolmentException>(() => _renewer.RenewAsync(CancellationToken.None))).Message, StringComparison.Ordinal);
        _cloud.Renew = request => _cloud.Issue(request.Csr, "cam-2");
        Assert.Contains("another device", (await Assert.ThrowsAsync<EnrolmentException>(() => _renewer.RenewAsync(CancellationToken.None))).Message, StringComparison.Ordinal);

        Assert.Equal(_device.Enrolment.Certificate, _device.Folder.Load()!.Certificate);
        Assert.True(_messenger.Connection.IsConnected);
        Assert.Equal(1, _messenger.Connection.Counters.Connects);
    }

    [Fact]
    public async Task HardExamples_AskedFor_ARealPictureComesOnceAndTheDeviceKeepsItNoLonger()
    {
        // The model sees something with a score of 0.95 in every frame.
        RuleSettings rule = PipelineRig.Present() with { MinimumScore = 0.93f };
        await using (var rig = new PipelineRig(PipelineRig.Camera(PipelineRig.Square(40), rule), PipelineRig.ConstantModel(), examples: _link.Examples))
        {
            rig.Worker.Start();
            await rig.Worker.Completed.WaitAsync(Deadline.Default);
        }

        await Deadline.UntilAsync(() => _link.Examples!.Store.Count == 1, "an example is kept");

        PictureAnswer answer = await AskAsync(new PictureRequest { Examples = 10, BudgetBytes = 1 << 20 });

        Assert.Equal((1, 0), (answer.Examples, answer.OverBudget));
        await Deadline.UntilAsync(() => !_cloud.Pictures.IsEmpty, "the picture has come");
        (string subject, PictureAbout about, byte[] jpeg) = _cloud.Pictures.Single();
        Assert.Equal(("CN=cam-1", PictureKind.Example, "gate", "lowMargin"), (subject, about.Kind, about.Camera, about.Reason));
        PictureLabel label = Assert.Single(about.Labels);
        Assert.Equal(("person", 0.95, 0.25), (label.Class, Math.Round(label.Score, 3), Math.Round(label.Width, 3)));
        using var pool = new FramePool();
        using Frame picture = ImageCodec.Decode(jpeg, pool, "example");
        Assert.Equal((320, 320), (picture.Width, picture.Height));
        await Deadline.UntilAsync(() => _link.Examples!.Store.Count == 0, "what the cloud has is deleted");
        Assert.Equal(0, (await AskAsync(new PictureRequest { Examples = 10, BudgetBytes = 1 << 20 })).Examples);
    }

    [Fact]
    public void HardExamples_NothingMayBeUploaded_AreNotCollected()
    {
        EdgeSettings settings = _device.Settings with { Cloud = new CloudSettings { UploadBytesPerDay = 0 } };
        using CloudLink link = CloudLink.Open(settings, "boot-2", TimeProvider.System, NullLoggerFactory.Instance)!;

        Assert.Null(link.Examples);
    }

    private async Task<PictureAnswer> AskAsync(PictureRequest request)
    {
        await using MosquittoSubscriber answers = await SubscribeAsync("edge/v1/north/cam-1/response/pictures");
        using IMqttClient peer = await TestPeer.ConnectAsync(_broker, _authority, "cloud");
        await TestPeer.PublishAsync(peer, "edge/v1/north/cam-1/command/pictures", JsonSerializer.SerializeToUtf8Bytes(request, PictureJson.Default.PictureRequest));
        using var answer = JsonDocument.Parse((await answers.NextAsync()).Text);
        return answer.RootElement.GetProperty("result").Deserialize(PictureJson.Default.PictureAnswer)!;
    }

    private Task ConnectedAsync(long connects) =>
        Deadline.UntilAsync(() => _messenger.Connection.Counters.Connects >= connects && _messenger.Connection.IsConnected, $"connection {connects} ({_messenger.Connection.Fault})");

    private void Send(int first, int count)
    {
        for (int i = first; i < first + count; i++)
            _outbox.Add("yard", "edge/v1/north/cam-1/alerts/yard", $"{i}");
    }

    private async Task PublishAsync(DesiredState desired)
    {
        using IMqttClient peer = await TestPeer.ConnectAsync(_broker, _authority, "cloud");
        await TestPeer.PublishAsync(peer, "edge/v1/north/cam-1/desired", DeviceMessages.Write(desired), retain: true);
    }

    private Task<MosquittoSubscriber> SubscribeAsync(string filter)
    {
        (string certificate, string key) = _authority.Issue(_broker.Folder, "watcher", ["watcher"], forClient: true);
        return MosquittoSubscriber.StartAsync(_broker.Port, filter, "--cafile", _broker.CaFile, "--cert", certificate, "--key", key);
    }

    private async Task<(ReportedState Reported, DeviceReport Report)> ReportedAsync(Func<ReportedState, bool> wanted)
    {
        await using MosquittoSubscriber subscriber = await SubscribeAsync("edge/v1/north/cam-1/reported");
        while (true)
        {
            ReceivedMessage message = await subscriber.NextAsync();
            Assert.True(DeviceMessages.TryReadReported(message.Payload, out ReportedState? reported, out string? fault), fault);
            if (!wanted(reported))
                continue;
            Assert.True(reported.Signed!.TryVerify(_device.Key.Public, out DeviceReport? report, out fault), fault);
            return (reported, report);
        }
    }

    private sealed class NoSnapshots : ISnapshotSource
    {
        public IReadOnlyCollection<string> Cameras => [];

        public Task<byte[]?> TakeJpegAsync(string camera, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);
    }

    private sealed class NoReload : IConfigurationReloader
    {
        public Task<IReadOnlyList<string>> ReloadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}
