using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Itgrix.MariaDb;

/// <summary>A value of a statement.</summary>
public sealed class MariaDbParameter : DbParameter
{
    public override DbType DbType { get; set; }

    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    public override bool IsNullable { get; set; }

    [AllowNull]
    public override string ParameterName { get; set; } = "";

    public override int Size { get; set; }

    [AllowNull]
    public override string SourceColumn { get; set; } = "";

    public override bool SourceColumnNullMapping { get; set; }

    public override object? Value { get; set; }

    public override void ResetDbType() => DbType = default;
}

/// <summary>The values of a statement.</summary>
internal sealed class MariaDbParameters : DbParameterCollection
{
    private readonly List<DbParameter> _list = [];

    public override int Count => _list.Count;

    public override object SyncRoot => _list;

    public override int Add(object value)
    {
        _list.Add((DbParameter)value);
        return _list.Count - 1;
    }

    public override void AddRange(Array values) => _list.AddRange(values.Cast<DbParameter>());

    public override void Clear() => _list.Clear();

    public override bool Contains(object value) => _list.Contains((DbParameter)value);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_list).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => _list.GetEnumerator();

    public override int IndexOf(object value) => _list.IndexOf((DbParameter)value);

    public override int IndexOf(string parameterName) => _list.FindIndex(parameter => parameter.ParameterName == parameterName);

    public override void Insert(int index, object value) => _list.Insert(index, (DbParameter)value);

    public override void Remove(object value) => _list.Remove((DbParameter)value);

    public override void RemoveAt(int index) => _list.RemoveAt(index);

    public override void RemoveAt(string parameterName) => _list.RemoveAt(IndexOf(parameterName));

    protected override DbParameter GetParameter(int index) => _list[index];

    protected override DbParameter GetParameter(string parameterName) => _list[IndexOf(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => _list[index] = value;

    protected override void SetParameter(string parameterName, DbParameter value) => _list[IndexOf(parameterName)] = value;
}
