namespace System.Device.Gpio;

/// <summary>Hears about an edge.</summary>
public delegate void PinChangeEventHandler(object sender, PinValueChangedEventArgs pinValueChangedEventArgs);
