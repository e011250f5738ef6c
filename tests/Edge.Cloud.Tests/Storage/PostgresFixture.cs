using Edge.Testing.Databases;

namespace Edge.Cloud.Tests.Storage;

/// <summary>One PostgreSQL for a class of tests; none where it is not installed.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    /// <summary>The server.</summary>
    public PostgresServer Server => _server ?? throw new InvalidOperationException("Only in a test that is a PostgresFact.");

    public async Task InitializeAsync()
    {
        if (PostgresServer.Programs is not null)
            _server = await PostgresServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
