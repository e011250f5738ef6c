using System.Text;
using Dapper;

namespace Edge.Cloud.Storage;

/// <summary>Conditions of a <c>WHERE</c>, all of which must hold, with their parameters. Not for use by several threads.</summary>
/// <param name="first">The first one; what comes from outside is a parameter, never text.</param>
internal sealed class SqlConditions(string first)
{
    private readonly StringBuilder _text = new(first);

    /// <summary>Their parameters; the query may add its own.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>One more.</summary>
    public SqlConditions And(string condition)
    {
        _text.Append(" AND ").Append(condition);
        return this;
    }

    /// <summary>One more, unless nothing is asked.</summary>
    /// <param name="condition">Names the parameter as <c>@name</c>.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; null: the condition is left out.</param>
    public SqlConditions And(string condition, string name, object? value)
    {
        if (value is null)
            return this;
        Parameters.Add(name, value);
        return And(condition);
    }

    /// <summary>The conditions, for after <c>WHERE</c>.</summary>
    public override string ToString() => _text.ToString();
}
