using System.Collections.ObjectModel;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks;

/// <summary>A list inside the fields of a hook; each change of it is a change of the fields.</summary>
/// <typeparam name="T">Texts, or parts with named fields.</typeparam>
public class HookList<T> : Collection<T>
{
    private readonly JArray items;
    private readonly Func<T, JToken> write;
    private readonly Action<JArray> attach;

    /// <param name="items">The list as it is in the fields, or an empty one.</param>
    /// <param name="read">An item from its JSON.</param>
    /// <param name="write">The JSON of an item.</param>
    /// <param name="attach">Adds the list to the fields, when the first change finds it absent.</param>
    internal HookList(JArray items, Func<JToken, T> read, Func<T, JToken> write, Action<JArray> attach)
        : base([.. items.Select(read)])
    {
        this.items = items;
        this.write = write;
        this.attach = attach;
    }

    /// <inheritdoc/>
    protected override void InsertItem(int index, T item)
    {
        base.InsertItem(index, item);
        items.Insert(index, write(item));
        Changed();
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, T item)
    {
        base.SetItem(index, item);
        items[index] = write(item);
        Changed();
    }

    /// <inheritdoc/>
    protected override void RemoveItem(int index)
    {
        base.RemoveItem(index);
        items.RemoveAt(index);
        Changed();
    }

    /// <inheritdoc/>
    protected override void ClearItems()
    {
        base.ClearItems();
        items.Clear();
        Changed();
    }

    private void Changed()
    {
        if (items.Parent is null)
            attach(items);
    }
}
