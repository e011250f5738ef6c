using Edge.Cloud.Storage;

namespace Edge.Cloud.Tests.Storage;

public sealed class MigratorTests
{
    [Fact]
    public void Steps_OfBothDialects_AreTheSame() =>
        Assert.Equal(Migration.All(SqlDialect.Sqlite).Select(step => step.Name), Migration.All(SqlDialect.Postgres).Select(step => step.Name));
}
