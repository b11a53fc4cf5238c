namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Where Asterisk keeps the channel events of past calls.</summary>
internal interface ICelStore
{
    /// <summary>
    /// What was written from one time on and before another, in the order in which Asterisk wrote it. Both are times of
    /// the server; of the first second all is returned, because many tables know no fractions.
    /// </summary>
    /// <param name="from">The first time.</param>
    /// <param name="to">The first time that is too late; <c>null</c> for all there is.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="CelStoreException">The store cannot be read.</exception>
    IAsyncEnumerable<CelRecord> ReadAsync(DateTime from, DateTime? to, CancellationToken cancellation);

    /// <summary>
    /// All of one call, and what its channels did before they joined it from a linkedid of their own, in order.
    /// </summary>
    /// <exception cref="CelStoreException">The store cannot be read.</exception>
    IAsyncEnumerable<CelRecord> ReadCallAsync(string linkedId, CancellationToken cancellation);
}
